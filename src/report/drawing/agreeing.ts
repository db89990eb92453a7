import type { Row } from "../../store/snapshot.ts";
import type { Series } from "./series.ts";

/** One line of a figure: a series, or several whose values are the same wherever they are drawn. */
export interface Line extends Series {
  /** All of their names. */
  readonly names: readonly string[];
  /** The rows of the first of them. */
  readonly rows: readonly Row[];
}

const TOLERANCE = 1e-9; // relative; what is the same by construction differs by rounding

/**
 * The lines of a figure: series that agree are one, so that none hides another.
 *
 * @param series in the order of the study; the first of those that agree lends its look
 * @param columns what is drawn
 * @param places columns that say where @param column that has the names of the series
 */
export const agreeing = (
  rows: readonly Row[],
  series: readonly Series[],
  columns: readonly string[],
  places: readonly string[] = ["agent", "iteration", "batch_size"],
  column = "estimator",
): Line[] =>
  joined(
    series,
    ({ name }) => rows.filter((row) => row[column] === name),
    (some, others) => agreeAt(some, others, columns, places),
  );

/** A line for each series, or for several whose rows are found alike: it has all their names, and is brought out by any. */
export const joined = (
  series: readonly Series[],
  rowsOf: (series: Series) => readonly Row[],
  alike: (some: readonly Row[], others: readonly Row[]) => boolean,
): Line[] => {
  const lines: Line[] = [];
  for (const each of series) {
    const rows = rowsOf(each);
    const at = lines.findIndex((line) => alike(line.rows, rows));
    if (at < 0) lines.push({ ...each, names: [each.name], rows });
    else {
      const line = lines[at];
      lines[at] = { ...line, names: [...line.names, each.name], className: `${line.className} ${each.key}` };
    }
  }
  return lines;
};

const agreeAt = (
  some: readonly Row[],
  others: readonly Row[],
  columns: readonly string[],
  places: readonly string[],
): boolean => {
  const placeOf = (row: Row) => JSON.stringify(places.map((place) => row[place]));
  const found = new Map(some.map((row) => [placeOf(row), row]));
  return (
    some.length === others.length &&
    others.every((row) => {
      const other = found.get(placeOf(row));
      return other !== undefined && columns.every((column) => same(row[column], other[column]));
    })
  );
};

/** Whether rows have the same values, one by one. */
export const agree = (
  some: readonly Row[],
  others: readonly Row[],
  values: (row: Row) => readonly number[],
): boolean =>
  some.length === others.length &&
  some.every((row, i) => {
    const other = values(others[i]);
    return values(row).every((value, j) => same(value, other[j]));
  });

const same = (a: Row[string], b: Row[string]): boolean =>
  typeof a === "number" && typeof b === "number"
    ? Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
    : a === b;
