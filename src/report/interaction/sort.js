// Sorts a table by a column: by numbers where its cells have them, else by text; once more turns the order around.

const cellValue = (row, column) => {
  const { dataset, textContent, classList } = row.cells[column];
  const text = classList.contains("none") ? "" : textContent.trim();
  const value =
    dataset.value === undefined ? Number.parseFloat(text.replace("−", "-")) : Number(dataset.value);
  return { text, value };
};

const order = (column) => (one, other) => {
  const [a, b] = [cellValue(one, column), cellValue(other, column)];
  return Number.isNaN(a.value) || Number.isNaN(b.value) ? a.text.localeCompare(b.text) : a.value - b.value;
};

/** Sorts the table of a head as the head says. */
const sort = (head) => {
  const turn = head.getAttribute("aria-sort") === "ascending" ? 1 : -1;
  const column = head.cellIndex;
  const [body] = head.closest("table").tBodies;
  const rows = [...body.rows];
  // where nothing is said: last, whichever way
  const empty = rows.filter((row) => cellValue(row, column).text === "");
  const told = rows
    .filter((row) => cellValue(row, column).text !== "")
    .sort((a, b) => turn * order(column)(a, b));
  const sorted = [...told, ...empty];
  if (sorted.some((row, i) => rows[i] !== row)) body.append(...sorted);
};

addEventListener("click", ({ target }) => {
  const head = target.closest("th button.sort")?.closest("th");
  if (!head) return;
  const table = head.closest("table");
  const turned = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const each of table.tHead.querySelectorAll("[aria-sort]")) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", turned);
  table.classList.add("sorted");
  sort(head);
  document.getElementById("status").textContent =
    `Sorted by ${head.textContent.trim()}, ${head.getAttribute("aria-sort")}`;
});
// after the cells of a table have changed: it stays sorted
addEventListener("changed", ({ target }) => {
  const head = target.querySelector?.("[aria-sort]");
  if (head) sort(head);
});
