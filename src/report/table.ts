import Table from "cli-table3";
import { shortNumber } from "./text/short-number.ts";
import { visible } from "./text/visible.ts";

/** A value of a cell: numbers to some significant digits, NULL as nothing. */
export const formatValue = (value: unknown, digits: number): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) return shortNumber(value, digits);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return visible(String(value));
};

/** Which columns have numbers, that stand to the right. */
export const numericColumns = (columns: number, rows: readonly (readonly unknown[])[]): boolean[] =>
  Array.from({ length: columns }, (_, i) =>
    rows.some((row) => typeof row[i] === "number" || typeof row[i] === "bigint"),
  );

/** Cells as a plain table: a header, a rule and aligned columns. Cells and titles may have several lines. */
export const alignedTable = (
  header: readonly string[],
  cells: readonly (readonly string[])[],
  toRight: readonly boolean[],
): string => {
  const none = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((edge) => [edge, ""]),
  );
  const table = new Table({
    chars: { ...none, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: toRight.map((right) => (right ? "right" : "left")),
  });
  const rule = header.map((_, i) =>
    "─".repeat(Math.max(...[header, ...cells].map((row) => widthOf(row[i])))),
  );
  table.push([...header], rule, ...cells.map((row) => [...row]));
  return table.toString().replace(/ +$/gm, "");
};

/** Of the longest line of a cell. */
export const widthOf = (cell: string): number => Math.max(...cell.split("\n").map((line) => line.length));

/** Rows as a plain table, whole and to four digits, numbers to the right. */
export const formatTable = (header: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  alignedTable(
    header,
    rows.map((row) => row.map((value) => formatValue(value, 4))),
    numericColumns(header.length, rows),
  );

/** Records as a plain table, their keys as header. */
export const formatRecords = (records: readonly Record<string, unknown>[]): string =>
  formatTable(Object.keys(records[0] ?? {}), records.map(Object.values));
