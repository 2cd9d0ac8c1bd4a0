"use strict";
(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  theme.setAttribute("aria-pressed", String(dark()));
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    theme.setAttribute("aria-pressed", String(dark()));
  });

  const table = document.getElementById("table");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const order = new Intl.Collator(root.lang, { numeric: true });
  const rows = [...body.rows].map((element) => ({
    element,
    status: element.dataset.status,
    cells: [...element.cells].map((cell) => cell.textContent.trim()),
  }));
  for (const row of rows) row.text = row.cells.slice(0, 2).join(" ").toLocaleLowerCase();

  // What is not known comes last, whichever way the rest is sorted.
  const number = (text) => (/^-?[\d.]+$/.test(text) ? Number(text) : null);
  const compare = (column, numeric, sign) => (one, other) => {
    const [a, b] = [one.cells[column], other.cells[column]];
    if (!numeric) return sign * order.compare(a, b);
    const [x, y] = [number(a), number(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    return sign * (x - y);
  };
  heads.forEach((head, column) => {
    head.firstElementChild.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") === "none" ? !("number" in head.dataset) : head.getAttribute("aria-sort") !== "ascending";
      for (const one of heads) one.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      rows.sort(compare(column, "number" in head.dataset, ascending ? 1 : -1));
      const sorted = document.createDocumentFragment();
      for (const row of rows) sorted.append(row.element);
      body.append(sorted);
      show();
    });
  });

  const search = document.getElementById("search");
  const status = document.getElementById("status");
  const shown = document.getElementById("shown");
  const more = document.getElementById("more");
  let most = 200; // a browser takes seconds to lay out thousands of rows, at every sort
  const show = () => {
    const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits = (!status.value || row.status === status.value) && words.every((word) => row.text.includes(word));
      count += fits;
      const hidden = !fits || count > most;
      if (row.element.hidden !== hidden) row.element.hidden = hidden;
    }
    shown.textContent = String(Math.min(count, most));
    more.hidden = count <= most;
    more.lastElementChild.textContent = String(count);
  };
  const showAll = () => {
    most = Infinity;
    show();
  };
  search.addEventListener("input", show);
  status.addEventListener("change", show);
  more.addEventListener("click", showAll);
  show();
  addEventListener("beforeprint", showAll);
  addEventListener("beforeprint", () => document.querySelectorAll("details.problem").forEach((one) => { one.open = true; }));
})();
