import { studentQuantile } from "../../statistics/distributions/student.ts";
import type { Row } from "../../store/snapshot.ts";

/** Points of a curve, at most; the first and the last are as they are, and those between are means over some of them. */
export const BINS = 50;

/** SQL: the bin of an iteration, given columns `iteration` and `last`. */
export const BIN = `CASE iteration WHEN 0 THEN 0 WHEN last THEN ${BINS - 1}
    ELSE 1 + (iteration - 1) * ${BINS - 2} / (last - 1) END`;

/** SQL: columns of the mean of something over the seeds, its standard error, and how many seeds have it. */
export const overSeeds = (of: string, name = of): string => `avg(${of}) AS ${name},
  sqrt(max(0, avg(${of} * ${of}) - avg(${of}) * avg(${of})) / (count(${of}) - 1)) AS ${name}_se, count(${of}) AS ${name}_seeds`;

/** Half of Student's 95 % interval for such a mean; NaN where there is none. */
export const margin = (row: Row, column: string): number => {
  const seeds = Number(row[`${column}_seeds`]);
  return seeds < 2 ? Number.NaN : studentQuantile(0.975, seeds - 1) * Number(row[`${column}_se`]);
};

/**
 * All means, and some of the bands above and below, which are wide where seeds are few.
 * @param most of them on each side, in units of what the means span
 */
export const domainOf = (rows: readonly Row[], column: string, most = 1): [number, number] => {
  const values = rows.map((row) => Number(row[column]));
  const margins = rows.map((row) => margin(row, column)).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room =
    Math.min(Math.max(0, ...margins), most * (high - low)) * 1.05 || (high - low || Math.abs(high) || 1) / 20;
  return [low - room, high + room];
};
