import { stringify } from "csv-stringify/sync";
import { formatRecords } from "./table.ts";
import { csvText } from "./text/csv-text.ts";

export type RowFormat = "table" | "csv" | "json";

/** Rows as text. In CSV and JSON a BLOB is its bytes in hexadecimal; `vec_json` shows a vector. */
export const formatRows = (rows: readonly Record<string, unknown>[], format: RowFormat): string => {
  if (format === "table") return rows.length === 0 ? "no rows\n" : `${formatRecords(rows)}\n`;
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
