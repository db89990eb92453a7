import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";

/**
 * Writes Â_t = G_t − b_t of every step, with b_t the mean reward-to-go at time t of the other trajectories that have
 * a step t; 0 if none has. As the baseline `time` with the fit "leave-one-out".
 * @param out [steps]
 */
export const timeAdvantages = (batch: TrajectoryBatch, discount: number, out: Float64Array): void => {
  const { trajectories, offsets, steps } = batch;
  returnToGo(batch, discount, out);
  const sums = new Float64Array(steps); // as long as the longest trajectory at least
  const counts = new Float64Array(steps);
  for (let i = 0; i < trajectories; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      sums[k - offsets[i]] += out[k];
      counts[k - offsets[i]]++;
    }
  }
  for (let i = 0; i < trajectories; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      const others = counts[k - offsets[i]] - 1;
      if (others > 0) out[k] -= (sums[k - offsets[i]] - out[k]) / others;
    }
  }
};
