import { fitTable, GAP } from "./fit-table.ts";
import { longestWord } from "./fold-columns.ts";
import { formatValue } from "./table.ts";

/**
 * Columns of equal rank, all beside a first one: as many tables below each other as the width takes.
 *
 * @param rows the first cell, and one for each of `others`
 */
export const stackedTables = (
  first: string,
  others: readonly string[],
  rows: readonly (readonly unknown[])[],
  width: number,
): string => {
  const titles = [first, ...others];
  const least = titles.map((title, i) =>
    Math.max(longestWord(title), ...rows.map((row) => formatValue(row[i], 3).length)),
  );
  const tables: string[] = [];
  for (let from = 1; from < titles.length; ) {
    let [to, taken] = [from, least[0]];
    do taken += GAP + least[to++];
    while (to < titles.length && taken + GAP + least[to] <= width);
    const shown = [0, ...Array.from({ length: to - from }, (_, k) => from + k)];
    const columns = shown.map((i) => ({ title: titles[i] }));
    const lines = rows.map((row) => shown.map((i) => row[i]));
    tables.push(fitTable(columns, lines, width).text);
    from = to;
  }
  return tables.join("\n\n");
};
