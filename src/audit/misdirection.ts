import type { Exam } from "./exam.ts";
import type { Answers } from "./interview.ts";

/**
 * Credit that goes to the wrong steps, as a whole:
 * - "everywhere": every reward counts for every step of the batch alike;
 * - "backwards": a reward counts for the steps after its own, and for none before.
 */
export type Misdirection = "everywhere" | "backwards";

/** Relative to the largest credit: below it nothing counts. */
const ZERO = 1e-3;

/** Whether rewards, as they are, go to the wrong steps; undefined where they do not, or do not enter linearly. */
export const misdirectionOf = (
  { trajectory }: Exam,
  { odd, responses, degree, draws }: Answers,
): Misdirection | undefined => {
  if (degree !== "linear" || draws) return undefined;
  const steps = trajectory.length;
  const columns = responses.slice(0, steps).map((response) => response.map((w, k) => w - odd.weights[k]));
  const largest = Math.max(...columns.flatMap((column) => Array.from(column, Math.abs)));
  if (!(largest > 0)) return undefined;
  const isSmall = (credit: number) => Math.abs(credit) <= ZERO * largest;
  if (columns.every((column) => !isSmall(column[0]) && column.every((each) => isSmall(each - column[0]))))
    return "everywhere";
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
