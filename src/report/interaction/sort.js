// Sorts a table by a column: by numbers where its cells have them, else by text; once more turns the order around.

const cellValue = (row, column) => {
  const { dataset, textContent } = row.cells[column];
  const text = textContent.trim();
  const value =
    dataset.value === undefined ? Number.parseFloat(text.replace("−", "-")) : Number(dataset.value);
  return { text, value };
};

const order = (column) => (one, other) => {
  const [a, b] = [cellValue(one, column), cellValue(other, column)];
  return Number.isNaN(a.value) || Number.isNaN(b.value) ? a.text.localeCompare(b.text) : a.value - b.value;
};

addEventListener("click", ({ target }) => {
  const head = target.closest("th button.sort")?.closest("th");
  if (!head) return;
  const table = head.closest("table");
  const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const each of table.tHead.querySelectorAll("[aria-sort]")) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
  table.classList.add("sorted");
  const column = head.cellIndex;
  const rows = [...table.tBodies[0].rows];
  // where nothing is said: last, whichever way
  const empty = rows.filter((row) => cellValue(row, column).text === "");
  const told = rows
    .filter((row) => cellValue(row, column).text !== "")
    .sort((a, b) => turn * order(column)(a, b));
  table.tBodies[0].append(...told, ...empty);
  document.getElementById("status").textContent =
    `Sorted by ${head.textContent.trim()}, ${head.getAttribute("aria-sort")}`;
});
