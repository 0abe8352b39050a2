// The article that a row leads to, opened above the page with the row's words highlighted.

const reader = document.getElementById("reader");

function readerParagraph(paragraph, target) {
  const kind = paragraph.role === "subhead" ? "h3" : "p";
  const note = paragraph.isCut ? el("span", { class: "meta" }, " [part of a very long paragraph]") : null;
  if (!target) return el(kind, { class: `role-${paragraph.role}` }, shown(paragraph.text), note);
  return el(kind, { class: `role-${paragraph.role} target` }, shown(slice(paragraph, 0, target.start)),
    el("mark", { id: "highlight", tabindex: "-1" }, shown(slice(paragraph, target.start, target.end))),
    shown(slice(paragraph, target.end)), note);
}

function openReader(articleIndex, target) {
  const article = report.articles[articleIndex];
  if (!article) return;
  const details = [article.byline, article.sourceFile, article.url, article.revision > 1 ? `revision ${article.revision}` : null];
  document.getElementById("reader-source").replaceChildren(el("b", null, shown(outletName(article.outlet))), ", ", dayInWords(article.day));
  document.getElementById("reader-title").replaceChildren(shown(headlineOf(article)));
  const paragraphs = article.paragraphs ?? [];
  const body = [el("p", { class: "meta" }, shown(details.filter(Boolean).join(" · ")))];
  if (article.isWhole === false) {
    body.push(el("p", { class: "note" }, "Only the paragraphs that rows of this page lead to are here; article_texts.parquet has the whole text."));
  }
  let before = null;
  paragraphs.forEach((paragraph, index) => {
    const isTarget = target && target.paragraph === index;
    const repeatsTitle = paragraph.role === "headline" && paragraph.text === article.headline && !isTarget;
    const gap = before !== null && (paragraph.position ?? -1) > before + 1;
    if (gap) body.push(el("p", { class: "gap", "aria-label": "paragraphs left out" }, "…"));
    if (!repeatsTitle) body.push(readerParagraph(paragraph, isTarget ? target : null));
    before = paragraph.position ?? -1;
  });
  document.getElementById("reader-body").replaceChildren(...body);
  if (!reader.open) reader.showModal();
  const highlight = document.getElementById("highlight");
  if (highlight) {
    highlight.scrollIntoView({ block: "center" });
    highlight.focus({ preventScroll: true });
  } else {
    document.getElementById("reader-text").scrollTop = 0;
  }
}

/** Show what the address names: an article with a span, an article, or the page itself. */
function followAddress() {
  const found = /^#read\/(\d+)(?:\/(\d+)\/(\d+)-(\d+))?$/.exec(location.hash);
  if (found) {
    const [article, paragraph, start, end] = found.slice(1).map(Number);
    openReader(article, found[2] === undefined ? null : { paragraph, start, end });
    return;
  }
  if (reader.open) reader.close();
  const block = location.hash.startsWith("#figure-") ? document.getElementById(location.hash.slice(1)) : null;
  block?.focus();
}

reader.addEventListener("close", () => {
  if (location.hash.startsWith("#read/")) history.replaceState(null, "", "#");
});
reader.addEventListener("click", (event) => {
  if (event.target === reader) reader.close();
});
