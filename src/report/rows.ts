import { stringify } from "csv-stringify/sync";
import { formatRecords, formatValue, widthOf } from "./table.ts";
import { csvText } from "./text/csv-text.ts";

export type RowFormat = "table" | "csv" | "json";

/**
 * Rows as text. In CSV and JSON a BLOB is its bytes in hexadecimal; `vec_json` shows a vector.
 *
 * @param width of a table, in columns of the terminal: where it would be wider, each row is a list of its columns
 */
export const formatRows = (
  rows: readonly Record<string, unknown>[],
  format: RowFormat,
  width = Number.POSITIVE_INFINITY,
): string => {
  if (format === "table") return rows.length === 0 ? "no rows\n" : `${tableOrLists(rows, width)}\n`;
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
      ]),
    ),
  );
  return format === "json"
    ? `${JSON.stringify(plain, null, 2)}\n`
    : stringify(plain, { header: true, cast: { string: csvText } });
};

const tableOrLists = (rows: readonly Record<string, unknown>[], width: number): string => {
  const table = formatRecords(rows);
  if (widthOf(table) <= width) return table;
  const names = Math.max(...Object.keys(rows[0]).map((name) => name.length));
  return rows
    .map((row, i) => {
      const lines = Object.entries(row).map(([name, value]) =>
        `  ${name.padEnd(names)}  ${formatValue(value, 4)}`.trimEnd(),
      );
      return [`row ${i + 1}`, ...lines].join("\n");
    })
    .join("\n");
};
