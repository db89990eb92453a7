import { csvText } from "../report/text/csv-text.ts";
import type { Column, Row } from "./relation.ts";
import { writeLines } from "./text-file.ts";
import { realText, vectorText } from "./value.ts";

/**
 * Writes rows as comma-separated values (RFC 4180, UTF-8, lines that end in \n) below a line of column names.
 *
 * NULL is an empty field, an empty text is `""`; a vector is a JSON array in quotes; an infinite real number is
 * `Infinity`; a text that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * @returns the number of rows
 */
export const writeCsv = (path: string, columns: readonly Column[], rows: Iterable<Row>): number => {
  let count = 0;
  const fields = (row: Row) => row.map((value, j) => field(value, columns[j])).join(",");
  const lines = function* () {
    yield columns.map(({ name }) => textField(name)).join(",");
    for (const row of rows) {
      count++;
      yield fields(row);
    }
  };
  writeLines(path, lines());
  return count;
};

const field = (value: Row[number], column: Column): string => {
  if (value === null) return "";
  if (column.type === "vector") return textField(vectorText(value, column));
  if (column.type === "real") return realText(Number(value));
  return column.type === "integer" ? String(value) : textField(String(value));
};

const textField = (given: string): string => {
  const text = csvText(given);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
