import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/**
 * Sums over the steps of each independent unit: a trajectory, or a group of them that shares its first state.
 * @param columns [steps] each
 * @returns the number of steps, then the sum of each column. # [n / groupSize, 1 + columns]
 */
export const stepSums = (
  { trajectories, groupSize, offsets }: Pick<TrajectoryBatch, "trajectories" | "groupSize" | "offsets">,
  ...columns: readonly Float64Array[]
): Float64Array => {
  const size = 1 + columns.length;
  const units = trajectories / groupSize;
  const sums = new Float64Array(units * size);
  for (let u = 0; u < units; u++) {
    const [from, to] = [offsets[u * groupSize], offsets[(u + 1) * groupSize]];
    sums[u * size] = to - from;
    for (let c = 0; c < columns.length; c++)
      for (let k = from; k < to; k++) sums[u * size + 1 + c] += columns[c][k];
  }
  return sums;
};
