import Table from "cli-table3";

/** A value of a cell: numbers to four digits, NULL as nothing. */
export const formatValue = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) return formatNumber(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return String(value);
};

/** Four significant digits, in the shorter of the plain and the exponential form. */
export const formatNumber = (value: number): string => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
};

/**
 * Rows as a plain table: a header, a rule and aligned columns, numbers to the right.
 * @param columns the columns shown, in order; all of the first row if not given
 */
export const formatTable = (
  rows: readonly Record<string, unknown>[],
  columns = Object.keys(rows[0] ?? {}),
): string => {
  const isNumber = (column: string) =>
    rows.every((row) => row[column] === null || ["number", "bigint"].includes(typeof row[column]));
  const none = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((edge) => [edge, ""]),
  );
  const table = new Table({
    chars: { ...none, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map((column) => (isNumber(column) ? "right" : "left")),
  });
  const cells = rows.map((row) => columns.map((column) => formatValue(row[column])));
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((line) => line[i].length)));
  table.push(
    columns,
    widths.map((width) => "─".repeat(width)),
    ...cells,
  );
  return table.toString().replace(/ +$/gm, "");
};
