import type { Column, Row } from "./relation.ts";
import { writeLines } from "./text-file.ts";
import { realText, vectorText } from "./value.ts";

/**
 * Writes rows as JSON Lines: an object per line, its keys in the order of the columns.
 *
 * A vector is an array. JSON has no number that is not finite; it is null, as in `vec_json`.
 *
 * @returns the number of rows
 */
export const writeJsonLines = (path: string, columns: readonly Column[], rows: Iterable<Row>): number => {
  let count = 0;
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const lines = function* () {
    for (const row of rows) {
      count++;
      yield `{${row.map((value, j) => keys[j] + valueText(value, columns[j])).join(",")}}`;
    }
  };
  writeLines(path, lines());
  return count;
};

const valueText = (value: Row[number], column: Column): string => {
  if (value === null) return "null";
  if (column.type === "vector") return vectorText(value, column);
  if (column.type === "integer") return String(value);
  if (column.type === "text") return JSON.stringify(String(value));
  const number = Number(value);
  return Number.isFinite(number) ? realText(number) : "null";
};
