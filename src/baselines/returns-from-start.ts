import { ensureLength } from "../linear-algebra/scratch.ts";
import type { TrajectoryNumbers } from "../problem/recursions/recursion.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Baseline } from "./kind.ts";

/** A baseline of one number for each trajectory. */
export const ofEachTrajectory = (numbers: TrajectoryNumbers): Pick<Baseline, "minus" | "subtract"> => {
  let own = new Float64Array(0);
  let each = new Float64Array(0);
  return {
    minus: { numbers },
    subtract(batch, point, returns) {
      const { trajectories: n, offsets } = batch;
      own = ensureLength(own, n);
      each = ensureLength(each, n);
      for (let i = 0; i < n; i++) own[i] = returns[offsets[i]];
      numbers(batch, point, own, each);
      subtractEach(batch, returns, (i) => each[i]);
    },
  };
};

/** Subtracts b_i from the returns of every step of trajectory i, in place. @param returns [steps] */
export const subtractEach = (
  batch: TrajectoryBatch,
  returns: Float64Array,
  baselineOf: (i: number) => number,
): void => {
  for (let i = 0; i < batch.trajectories; i++) {
    const baseline = baselineOf(i);
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) returns[k] -= baseline;
  }
};

/** Σ_i R_i, from the first step of every trajectory. @param returns [steps] */
export const sumOfReturns = ({ trajectories, offsets }: TrajectoryBatch, returns: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < trajectories; i++) sum += returns[offsets[i]];
  return sum;
};

/** The sum of the first `count` numbers. */
export const sumOf = (numbers: Float64Array, count: number): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += numbers[i];
  return sum;
};
