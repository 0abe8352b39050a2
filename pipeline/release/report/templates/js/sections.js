// The sections of the page, in their order.

function bodyOf(section) {
  return document.querySelector(`#${section} > .body`);
}

function drawOverview() {
  const years = new Set(report.byPeriod.map(([, day]) => day?.slice(0, 4)));
  const label = (day) => (years.size === 1 && day?.length > 4 ? shortDay(day).slice(0, -5) : shortDay(day));
  const points = report.byPeriod.map(([outlet, day, articles]) =>
    ({ outlet: plain(outlet), day: label(day), order: day ? Date.parse(day) : Infinity, articles }));
  points.sort((one, other) => one.outlet.localeCompare(other.outlet, "en") || one.order - other.order);
  const outlets = new Set(points.map((point) => point.outlet));
  const days = new Set(points.map((point) => point.day));
  const specification = structuredClone(plots.overview);
  specification.datasets = { points };
  specification.params[0].value = days.size <= Math.max(4, innerWidth / 60);
  const ofOutlet = new Map();
  for (const { outlet, articles } of points) ofOutlet.set(outlet, (ofOutlet.get(outlet) ?? 0) + articles);
  const numbers = [...ofOutlet].map(([outlet, articles]) => `${outlet} ${articles}`).join(", ");
  const chart = plot(specification, `Articles by outlet and day. ${numbers}. The filter Day has the numbers of each day.`, { height: 30 * outlets.size });
  const list = el("div");
  bodyOf("overview").append(chart, el("h3", null, "The articles"), list);
  onFilter(() => {
    const rows = report.articles.map((article, index) => ({ article, index })).filter(({ article, index }) => {
      const places = (article.paragraphs ?? []).map((_, paragraph) => ({ span: { article: index, paragraph, start: 0, end: 0 } }));
      return fits(places, [article.headline, article.byline, article.sourceFile]);
    });
    pagedList(list, rows, 10, ({ article, index }) => el("div", { class: "headline-row" },
      el("a", { href: `#read/${index}` }, shown(headlineOf(article))),
      el("span", { class: "meta" }, el("b", null, shown(outletName(article.outlet))), `, ${dayInWords(article.day)}, ${counted(article.words, "word")}`)),
    "No article fits the filters.");
    return counted(rows.length, "article");
  });
}

const MODIFIERS = { at_least: "≥ ", more_than: "> ", at_most: "≤ ", less_than: "< ", about: "≈ " };

/** What a claim says, as short as a label must be. */
function labelOf(claim) {
  if ((claim.modifier === "range" || claim.modifier === "vague") && claim.low !== undefined && claim.high !== undefined) {
    return `${numberInWords(claim.low)}–${numberInWords(claim.high)}`;
  }
  return (claim.isNegated ? "not " : "") + (MODIFIERS[claim.modifier] ?? "") + numberInWords(claim.value);
}

const OUTLETS_IN_PLOT = 24;

function figurePlot(figure) {
  const [least, greatest] = figure.domain;
  const room = (greatest - least || Math.abs(greatest) || 1) * 0.12;
  const from = figure.isWide ? least / 1.6 : least - room;
  const to = figure.isWide ? greatest * 1.6 : greatest + room;
  const points = new Map();
  for (const claim of figure.claims) {
    for (const span of [claim.span, ...(claim.copies ?? [])]) {
      const outlet = plain(outletName(articleOf(span).outlet));
      const label = labelOf(claim);
      const key = JSON.stringify([outlet, label]);
      if (points.has(key)) continue;
      points.set(key, {
        outlet, label, value: claim.value, low: claim.low ?? from, high: claim.high ?? to,
        is_open_down: claim.low === undefined, is_open_up: claim.high === undefined, href: hrefOf(span),
      });
    }
  }
  const leastOf = new Map();
  for (const { outlet, value } of points.values()) leastOf.set(outlet, Math.min(value, leastOf.get(outlet) ?? Infinity));
  const order = [...leastOf].sort((one, other) => one[1] - other[1] || one[0].localeCompare(other[0], "en"));
  const shownOutlets = new Set(order.slice(0, OUTLETS_IN_PLOT).map(([outlet]) => outlet));
  const rank = new Map(order.map(([outlet], index) => [outlet, index]));
  const data = [...points.values()].filter(({ outlet }) => shownOutlets.has(outlet))
    .sort((one, other) => rank.get(one.outlet) - rank.get(other.outlet) || one.value - other.value);
  const specification = structuredClone(figure.isWide ? plots.wideRange : plots.range);
  specification.datasets = { points: data, spread: [{ least, greatest }] };
  for (const parameter of specification.params) parameter.value = parameter.name === "axis_from" ? from : to;
  let labelled = null;
  for (const point of data) {
    const isNear = labelled?.outlet === point.outlet && point.value - labelled.value < (to - from) * 0.08 && !figure.isWide;
    if (isNear) labelled.above += `, ${point.label}`;
    else labelled = point;
    point.above = isNear ? "" : point.label;
  }
  const said = data.map(({ outlet, label }) => `${outlet} ${label}`).join("; ");
  return plot(specification, `${plain(figure.title)}, from ${figure.range}. ${said}.`, { height: 42 * shownOutlets.size, follow: true });
}

function whoSaid(claim) {
  if (claim.speaker === undefined) return [" on its own account"];
  const name = report.names[claim.speaker];
  const as = claim.saidAs && claim.saidAs !== name ? [" (“", shown(claim.saidAs), "”)"] : [];
  return [", according to ", shown(name), ...as];
}

function figureBlock(figure) {
  const meta = [figure.asOf ? `as of ${dayInWords(figure.asOf)}` : null, counted(figure.outletsTotal, "outlet"),
    counted(figure.origins, "independent origin"), counted(figure.claimsTotal, "claim")].filter(Boolean).join(" · ");
  const claims = figure.claims.map((claim) => el("li", { class: "claim" },
    el("p", { class: "label" }, labelOf(claim)),
    el("blockquote", null, el("p", null, ...sentenceOf(claim))),
    el("p", { class: "meta" }, sourceLink(claim.span), ...whoSaid(claim)),
    copiesLine(claim.copies)));
  const spansShown = figure.claims.reduce((sum, claim) => sum + 1 + (claim.copies?.length ?? 0), 0);
  return el("article", { class: "figure", id: `figure-${figure.figureId}`, tabindex: "-1" },
    el("h3", null, el("span", { class: "range" }, figure.range, figure.unit ? ` ${figure.unit}` : ""), " ",
      el("span", { class: "title" }, shown(figure.title))),
    el("p", { class: "meta" }, meta),
    figurePlot(figure),
    el("ul", { class: "claims" }, ...claims),
    spansShown < figure.claimsTotal ? el("p", { class: "note" }, `${counted(figure.claimsTotal - spansShown, "more claim")} of this figure in claims.parquet.`) : null);
}

function drawFigures() {
  const places = (figure) => figure.claims.flatMap((claim) =>
    [claim.span, ...(claim.copies ?? [])].map((span) => ({ span, speaker: claim.speaker ?? -1 })));
  onFilter(() => {
    const rows = report.figures.filter((figure) =>
      fits(places(figure), [figure.title, ...figure.claims.map((claim) => report.names[claim.speaker])]));
    pagedList(bodyOf("figures"), rows, 10, figureBlock,
      report.figures.length ? "No figure in conflict fits the filters." : "No two claims of this release contradict each other.");
    return counted(rows.length, "figure") + " in conflict";
  });
}

function pieces(parts) {
  const tags = { gone: ["del", "left out: "], added: ["ins", "added: "] };
  return parts.map(([kind, text]) => kind === "same" ? shown(text)
    : el(tags[kind][0], null, visuallyHidden(`[${tags[kind][1]}`), shown(text), visuallyHidden("]")));
}

const KINDS = { "in full": "in full", trimmed: "trimmed", altered: "altered", reported: "reported, without marks" };

function statementBlock(statement) {
  const versions = statement.versions.map((version) => el("li", null,
    el("p", { class: "meta" }, sourceLink(version.span), ...(version.copies ?? []).flatMap((copy) => ["; ", sourceLink(copy)]), " ",
      el("span", { class: `tag ${version.kind.replace(" ", "-")}` }, KINDS[version.kind])),
    version.kind === "in full" ? null : el("p", { class: "version" }, ...pieces(version.pieces))));
  return el("article", { class: "statement" },
    el("blockquote", null, el("p", null, "“", shown(statement.text.replace(/[\s,;:]+$/, "")), "”")),
    el("p", { class: "meta by" }, statement.speaker === undefined ? "Speaker unknown" : el("b", null, shown(report.names[statement.speaker])),
      ` · ${counted(statement.outletsTotal, "outlet")} · ${counted(statement.origins, "independent origin")}`),
    el("ul", { class: "versions" }, ...versions));
}

function drawStatements() {
  onFilter(() => {
    const rows = report.statements.filter((statement) => fits(
      statement.versions.flatMap((version) => [version.span, ...(version.copies ?? [])])
        .map((span) => ({ span, speaker: statement.speaker ?? -1 })),
      [statement.text, report.names[statement.speaker]]));
    pagedList(bodyOf("statements"), rows, 5, statementBlock,
      report.statements.length ? "No statement fits the filters." : "No statement was printed more than once.");
    return counted(rows.length, "statement");
  });
}

function alteredBlock(pair) {
  const sides = pair.sides.map((side) => {
    const others = side.outlets.filter((outlet) => outlet !== articleOf(side.span).outlet);
    return el("div", { class: "side" },
      el("p", { class: "meta" }, sourceLink(side.span),
        ...(others.length ? ["; also ", ...listed(others.map((outlet) => shown(outletName(outlet))))] : [])),
      el("blockquote", null, el("p", null, ...side.pieces.map(([kind, text]) =>
        kind === "same" ? shown(text) : el("mark", null, shown(text))))));
  });
  return el("article", { class: "altered" },
    pair.difference ? el("h3", null, shown(pair.difference)) : null, el("div", { class: "sides" }, ...sides));
}

function drawAltered() {
  onFilter(() => {
    const rows = report.altered.filter((pair) => fits(pair.sides.map(({ span }) => ({ span })), [pair.difference]));
    pagedList(bodyOf("altered"), rows, 5, alteredBlock,
      report.altered.length ? "No altered copy fits the filters." : "No copy differs in a number, a name or a negation.");
    return counted(rows.length, "altered copy", "altered copies");
  });
}

const COLUMNS = 30;

function busiest(outlets) {
  const weight = new Map();
  for (const [outlet, number] of outlets) weight.set(outlet, (weight.get(outlet) ?? 0) + number);
  const order = [...weight].sort((one, other) => other[1] - one[1]).slice(0, COLUMNS).map(([outlet]) => outlet);
  return order.sort((one, other) => one - other);
}

function quoteRow(quote) {
  const name = quote.speaker === undefined ? "Speaker unknown" : report.names[quote.speaker];
  const as = quote.saidAs && quote.saidAs !== name ? [" (“", shown(quote.saidAs), "”)"] : [];
  return el("div", { class: "quote" }, el("blockquote", null, el("p", null, ...sentenceOf(quote))),
    el("p", { class: "meta" }, el("b", null, shown(name)), ...as, ` · ${quote.quoteType} · `, sourceLink(quote.span)));
}

function drawSpeakers() {
  const table = el("div");
  const list = el("div");
  bodyOf("speakers").append(table, el("h3", null, "The quotes"), list);
  const outlets = busiest(report.speakers.flatMap((speaker) => speaker.byOutlet));
  onFilter(() => {
    const rows = report.speakers
      .filter((speaker) => !active.speakers || active.speakers.has(speaker.name))
      .filter((speaker) => active.outlet === null || speaker.byOutlet.some(([outlet]) => outlet === active.outlet))
      .slice(0, active.speakers ? 40 : 15)
      .map((speaker) => ({
        head: el("button", { type: "button", class: "link", onclick: () => filterBy("speaker", report.names[speaker.name], "speakers") },
          shown(report.names[speaker.name])),
        total: speaker.statements, cells: new Map(speaker.byOutlet),
      }));
    table.replaceChildren(rows.length ? numberTable({
      caption: "Statements of each speaker, by outlet that carries them", corner: "Speaker", totalHead: "All", outlets, rows,
      cell: (_, __, number) => number.toLocaleString("en-GB"),
    }) : el("p", { class: "empty" }, "No speaker fits the filters."));
    const quotes = report.quotes.filter((quote) =>
      fits([{ span: quote.span, speaker: quote.speaker ?? -1 }], [report.names[quote.speaker]]));
    pagedList(list, quotes, 10, quoteRow, "No quote fits the filters.");
    return counted(quotes.length, "quote");
  });
}

function copyRow(copy) {
  const paragraph = paragraphOf(copy.span);
  const share = Math.floor(copy.similarity * 100);
  return el("div", { class: "copy" },
    el("p", { class: "meta" }, sourceLink(copy.origin), " → ", sourceLink(copy.span), ` · ${share} % alike`),
    el("blockquote", null, el("p", null, shown(slice(paragraph, copy.span.start, Math.min(copy.span.end, copy.span.start + 280))),
      copy.span.end - copy.span.start > 280 ? "…" : null)));
}

function drawCopies() {
  const table = el("div");
  const list = el("div");
  const chosen = el("p", { class: "chosen" });
  bodyOf("copies").append(table, el("h3", null, "The copies"), chosen, list);
  let pair = null;
  const rowsOf = new Map();
  for (const [from, to, number] of report.copiesByOutlet) {
    if (!rowsOf.has(from)) rowsOf.set(from, new Map());
    rowsOf.get(from).set(to, number);
  }
  const outlets = busiest(report.copiesByOutlet.map(([, to, number]) => [to, number]));
  const rows = busiest(report.copiesByOutlet.map(([from, , number]) => [from, number]))
    .map((from) => ({ from, head: shown(outletName(from)), cells: rowsOf.get(from) }));
  const choose = (one) => {
    pair = one;
    applyFilters();
  };
  table.append(rows.length ? numberTable({
    caption: "Paragraphs by the outlet that had them first (left) and the outlet that carries them (above)",
    corner: "Had it first", outlets, rows,
    cell: (row, outlet, number) => el("button", { type: "button", class: "link",
      "aria-label": `${counted(number, "paragraph")} of ${plain(outletName(row.from))} in ${plain(outletName(outlet))}: show them`,
      onclick: () => choose([row.from, outlet]) }, number.toLocaleString("en-GB")),
  }) : el("p", { class: "empty" }, "No paragraph stands in two articles."));
  onFilter(() => {
    chosen.replaceChildren(...(pair === null ? [] : ["Only ", shown(outletName(pair[0])), " → ", shown(outletName(pair[1])), ". ",
      el("button", { type: "button", onclick: () => choose(null) }, "Show all copies")]));
    const found = report.copies.filter((copy) => fits([{ span: copy.span }, { span: copy.origin }], []))
      .filter((copy) => pair === null || (articleOf(copy.origin).outlet === pair[0] && articleOf(copy.span).outlet === pair[1]));
    pagedList(list, found, 5, copyRow, "No copy fits the filters.");
    return counted(found.length, "copy", "copies");
  });
}

function drawRejects() {
  const list = el("div");
  bodyOf("rejects").append(list);
  pagedList(list, report.rejects, 20, (reject) => el("div", { class: "reject" },
    el("p", null, el("b", null, shown(reject.sourceFile ?? "the corpus as a whole")), ": ", shown(reject.reason)),
    el("p", { class: "meta" }, shown(`step ${reject.stage}, table ${reject.table}, rule ${reject.rule}`)),
    reject.row ? el("details", null, el("summary", null, "The row"), el("pre", null, shown(reject.row))) : null),
  "Nothing was refused.");
}
