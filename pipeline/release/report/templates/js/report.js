// The report's data and the look-ups that all sections share.

const report = JSON.parse(document.getElementById("report-data").textContent);
const plots = JSON.parse(document.getElementById("plot-data").textContent);

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

function dayInWords(day, letters) {
  if (!day) return "undated";
  const [year, month, date] = day.split("-").map(Number);
  return [date, MONTHS[month - 1]?.slice(0, letters), year].filter(Boolean).join(" ");
}

/** A day, a month or a year with its month cut to three letters. */
function shortDay(day) {
  return dayInWords(day, 3);
}

function numberInWords(value) {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 6 });
}

function outletName(index) {
  return index === undefined || index === null ? "Unknown outlet" : report.outlets[index];
}

function articleOf(span) {
  return report.articles[span.article];
}

function paragraphOf(span) {
  return articleOf(span).paragraphs[span.paragraph];
}

const codePoints = new WeakMap();

/** A part of a paragraph's text. Offsets count code points, which are not what JavaScript's strings count. */
function slice(paragraph, start, end) {
  if (!codePoints.has(paragraph)) codePoints.set(paragraph, Array.from(paragraph.text));
  return codePoints.get(paragraph).slice(start, end).join("");
}

function headlineOf(article) {
  if (article.headline) return article.headline;
  const paragraphs = article.paragraphs ?? [];
  const first = paragraphs.find(({ role }) => role === "body") ?? paragraphs[0];
  return first ? slice(first, 0, 80) + "…" : article.sourceFile;
}

/** The address, within the page, of a span in its article. */
function hrefOf(span) {
  return `#read/${span.article}/${span.paragraph}/${span.start}-${span.end}`;
}

/** Who printed it and when, as a link to the very words. */
function sourceLink(span) {
  const article = articleOf(span);
  return el("a", { class: "source", href: hrefOf(span) },
    el("b", null, shown(outletName(article.outlet))), ", ", dayInWords(article.day),
    visuallyHidden(": read it in the article"));
}

/** The sentence around a span, the span highlighted. */
function sentenceOf({ span, sentence }) {
  const paragraph = paragraphOf(span);
  const [start, end] = sentence;
  return [
    start > 0 ? el("span", { class: "more", "aria-hidden": "true" }, "… ") : null,
    shown(slice(paragraph, start, span.start)),
    el("mark", null, shown(slice(paragraph, span.start, span.end))),
    shown(slice(paragraph, span.end, end)),
    end < Array.from(paragraph.text).length ? el("span", { class: "more", "aria-hidden": "true" }, " …") : null,
  ];
}

/** Other places that carry the same paragraph word for word. */
function copiesLine(copies) {
  if (!copies?.length) return null;
  return el("p", { class: "copies" }, "The same words in ", ...listed(copies.map(sourceLink)));
}
