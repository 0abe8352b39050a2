// What is searched and filtered. A row is shown where one of its places fits all filters at once.

const form = document.getElementById("filters");
const listeners = [];

/** Sections register here to be drawn again when a filter changes; each returns what it shows, in words, or null. */
function onFilter(draw) {
  listeners.push(draw);
}

const speakersOfParagraph = new Map();
for (const quote of report.quotes) {
  if (quote.speaker === undefined) continue;
  const paragraph = paragraphOf(quote.span);
  if (!speakersOfParagraph.has(paragraph)) speakersOfParagraph.set(paragraph, new Set());
  speakersOfParagraph.get(paragraph).add(quote.speaker);
}

let active = readFilters();

function indicesOf(names, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return null;
  return new Set(names.flatMap((name, index) => (name.toLowerCase().includes(wanted) ? [index] : [])));
}

function readFilters() {
  const fields = new FormData(form);
  const text = fields.get("text").trim().toLowerCase();
  const outlet = fields.get("outlet");
  const day = fields.get("day");
  return {
    words: text ? text.split(/\s+/) : [],
    outlet: outlet === "" ? null : Number(outlet),
    speakers: indicesOf(report.names, fields.get("speaker")),
    entities: indicesOf(report.entities, fields.get("entity")),
    day: day === "" ? null : day,
  };
}

function isFiltered() {
  return active.words.length > 0 || active.outlet !== null || active.day !== null || active.speakers !== null
    || active.entities !== null;
}

const lowered = new WeakMap();

function loweredText(paragraph) {
  if (!lowered.has(paragraph)) lowered.set(paragraph, paragraph.text.toLowerCase());
  return lowered.get(paragraph);
}

function placeFits(span, speaker) {
  const article = articleOf(span);
  const paragraph = paragraphOf(span);
  if (active.outlet !== null && (article.outlet ?? -1) !== active.outlet) return false;
  if (active.day !== null && (article.day ?? "undated") !== active.day) return false;
  if (active.entities && !(paragraph.entities ?? []).some((entity) => active.entities.has(entity))) return false;
  if (active.speakers) {
    const known = speaker === undefined ? [...(speakersOfParagraph.get(paragraph) ?? [])] : [speaker];
    if (!known.some((one) => active.speakers.has(one))) return false;
  }
  return true;
}

/**
 * Whether a row is to be shown: `places` are its spans, each with the speaker there if the row has one, `texts` what can
 * be searched beside the paragraphs themselves.
 */
function fits(places, texts) {
  if (!isFiltered()) return true;
  if (!places.some(({ span, speaker }) => placeFits(span, speaker))) return false;
  if (!active.words.length) return true;
  const searched = [...texts.filter(Boolean).map((text) => text.toLowerCase()),
    ...places.flatMap(({ span }) => [loweredText(paragraphOf(span)), outletName(articleOf(span).outlet).toLowerCase(),
      (articleOf(span).headline ?? "").toLowerCase()])];
  return active.words.every((word) => searched.some((text) => text.includes(word)));
}

/** Set one filter from elsewhere in the page, and go to a section. */
function filterBy(name, value, section) {
  form.elements[name].value = value;
  applyFilters();
  if (section) goTo(section);
}

function goTo(section) {
  document.getElementById(section).scrollIntoView();
  document.getElementById(`${section}-title`).focus({ preventScroll: true });
}

function applyFilters() {
  active = readFilters();
  const results = listeners.map((draw) => draw()).filter(Boolean);
  document.getElementById("status").textContent = isFiltered() ? `Fitting: ${results.join(", ")}.` : "";
}

function fillFilters() {
  const day = form.elements.day;
  const articlesOf = new Map();
  for (const { day: on } of report.articles) articlesOf.set(on, (articlesOf.get(on) ?? 0) + 1);
  for (const [on, articles] of articlesOf) {
    day.append(el("option", { value: on ?? "undated" }, `${dayInWords(on)} (${articles})`));
  }
  report.outlets.forEach((name, index) => form.elements.outlet.append(el("option", { value: index }, plain(name))));
  const names = [...report.names].sort((one, other) => one.localeCompare(other, "en"));
  document.getElementById("speaker-names").append(...names.map((name) => el("option", { value: plain(name) })));
  document.getElementById("entity-names").append(...report.entities.map((name) => el("option", { value: plain(name) })));

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(applyFilters, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(applyFilters));
}
