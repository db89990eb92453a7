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
): Line[] => {
  const lines: Line[] = [];
  for (const each of series) {
    const own = rows.filter((row) => row[column] === each.name);
    const at = lines.findIndex((line) => agree(line.rows, own, columns, places));
    if (at < 0) lines.push({ ...each, names: [each.name], rows: own });
    else lines[at] = together(lines[at], each);
  }
  return lines;
};

/** A line with one more name; it is brought out by either. */
export const together = (line: Line, { name, key }: Series): Line => ({
  ...line,
  names: [...line.names, name],
  className: `${line.className} ${key}`,
});

const agree = (
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

const same = (a: Row[string], b: Row[string]): boolean =>
  typeof a === "number" && typeof b === "number"
    ? Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
    : a === b;
