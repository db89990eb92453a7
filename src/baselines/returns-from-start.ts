import type { TrajectoryBatch } from "../trajectories/batch.ts";

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
