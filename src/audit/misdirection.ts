import type { Exam } from "./exam.ts";
import type { Answers } from "./interview.ts";

/**
 * Credit that goes to the wrong steps, as a whole:
 * - "everywhere": every reward counts for every step of the batch alike;
 * - "values-everywhere": every value counts for every step of the batch alike, and rewards as they may;
 * - "backwards": a reward counts for the steps after its own, and for none before.
 */
export type Misdirection = "everywhere" | "values-everywhere" | "backwards";

/** Relative to the largest credit: below it nothing counts. */
const ZERO = 1e-3;

/** Whether rewards or values go to the wrong steps; undefined where they do not, or do not enter linearly. */
export const misdirectionOf = (
  { trajectory }: Exam,
  { odd, responses, degree, draws }: Answers,
): Misdirection | undefined => {
  if (degree !== "linear" || draws) return undefined;
  const steps = trajectory.length;
  const all = responses.map((response) => response.map((w, k) => w - odd.weights[k]));
  const [columns, values] = [all.slice(0, steps), all.slice(steps, 2 * steps)];
  const largest = Math.max(...columns.flatMap((column) => Array.from(column, Math.abs)));
  if (!(largest > 0)) return undefined;
  const isSmall = (credit: number) => Math.abs(credit) <= ZERO * largest;
  const isAlike = (column: Float64Array) =>
    !isSmall(column[0]) && column.every((each) => isSmall(each - column[0]));
  if (columns.every(isAlike)) return "everywhere";
  if (values.every(isAlike)) return "values-everywhere";
  let later = 0;
  for (const [l, column] of columns.entries())
    for (const [k, credit] of column.entries()) {
      if (k === l || isSmall(credit)) continue;
      // what is subtracted is a baseline, and what goes to other trajectories is read at their ends
      if (k < l || trajectory[k] !== trajectory[l] || credit * column[l] <= 0) return undefined;
      later++;
    }
  return later > 0 && columns.every((column, l) => !isSmall(column[l])) ? "backwards" : undefined;
};
