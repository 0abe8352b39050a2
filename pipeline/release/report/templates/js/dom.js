// Elements from plain values. Text only ever becomes a text node: nothing from an article is parsed as markup.

/** Create an element; children are nodes or strings, null ones are left out. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// What shows nothing itself and yet turns, hides or breaks the text around it.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

function codeOf(character) {
  return "[U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "]";
}

/** Text for places that take strings only: hidden characters written out. */
function plain(text) {
  return text.replace(HIDDEN, codeOf);
}

/** Text as nodes that stand isolated from their neighbours' direction, with hidden characters written out and marked. */
function shown(text) {
  const isolated = el("bdi");
  let from = 0;
  for (const found of text.matchAll(HIDDEN)) {
    isolated.append(text.slice(from, found.index), el("span", { class: "hidden-character" }, codeOf(found[0])));
    from = found.index + found[0].length;
  }
  isolated.append(text.slice(from));
  return isolated;
}

function counted(number, one, many) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : (many ?? one + "s")}`;
}

/** "A, B and C" with nodes in it. */
function listed(nodes) {
  return nodes.flatMap((node, index) => [index === 0 ? null : index === nodes.length - 1 ? " and " : ", ", node]);
}

function visuallyHidden(text) {
  return el("span", { class: "visually-hidden" }, text);
}
