import Table from "cli-table3";
import { visible } from "./text/visible.ts";

/** A value of a cell: numbers to four digits, NULL as nothing. */
const formatValue = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) return formatNumber(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return visible(String(value));
};

/** Four significant digits, in the shorter of the plain and the exponential form. */
const formatNumber = (value: number): string => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
};

/** Rows as a plain table: a header, a rule and aligned columns, numbers to the right. */
export const formatTable = (header: readonly string[], rows: readonly (readonly unknown[])[]): string => {
  const isNumber = (i: number) =>
    rows.some((row) => typeof row[i] === "number" || typeof row[i] === "bigint");
  const none = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((edge) => [edge, ""]),
  );
  const table = new Table({
    chars: { ...none, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: header.map((_, i) => (isNumber(i) ? "right" : "left")),
  });
  const cells = rows.map((row) => row.map(formatValue));
  const widths = header.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  table.push(
    [...header],
    widths.map((width) => "─".repeat(width)),
    ...cells,
  );
  return table.toString().replace(/ +$/gm, "");
};

/** Records as a plain table, their keys as header. */
export const formatRecords = (records: readonly Record<string, unknown>[]): string =>
  formatTable(Object.keys(records[0] ?? {}), records.map(Object.values));
