// Long lists in pages, and tables of numbers.

/** Show rows a page at a time in a container; `make` turns a row into an element. */
function pagedList(container, rows, perPage, make, empty) {
  const list = el("ol", { class: "rows" });
  const more = el("button", { type: "button", class: "more-rows" });
  let from = 0;
  const next = () => {
    const page = rows.slice(from, from + perPage).map((row) => el("li", null, make(row)));
    list.append(...page);
    if (from > 0) page[0]?.querySelector("a, button")?.focus();
    from += page.length;
    more.hidden = from >= rows.length;
    const left = rows.length - from;
    more.textContent = left <= perPage ? `Show the other ${left}` : `Show ${perPage} more of the other ${left.toLocaleString("en-GB")}`;
  };
  more.addEventListener("click", next);
  container.replaceChildren(rows.length ? list : el("p", { class: "empty" }, empty), more);
  next();
}

/**
 * A table of numbers: outlets above, rows at the left, the greater the number the darker its cell.
 * `rows` are {head, total, cells: Map from outlet to number}; `cell` makes what stands in a cell.
 */
function numberTable({ caption, corner, outlets, rows, totalHead, cell }) {
  const greatest = Math.max(1, ...rows.flatMap((row) => [...row.cells.values()]));
  const head = el("tr", null, el("th", { scope: "col" }, corner),
    totalHead ? el("th", { scope: "col", class: "number" }, totalHead) : null,
    ...outlets.map((outlet) => el("th", { scope: "col", class: "number" }, shown(outletName(outlet)))));
  const lines = rows.map((row) => el("tr", null, el("th", { scope: "row" }, row.head),
    totalHead ? el("td", { class: "number total" }, row.total.toLocaleString("en-GB")) : null,
    ...outlets.map((outlet) => {
      const number = row.cells.get(outlet) ?? 0;
      const data = el("td", { class: number ? "number heat" : "number none" }, number ? cell(row, outlet, number) : "·");
      data.style.setProperty("--share", number / greatest);
      return data;
    })));
  return el("div", null, el("p", { class: "meta caption" }, caption),
    el("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
      el("table", { "aria-label": caption }, el("thead", null, head), el("tbody", null, ...lines))));
}
