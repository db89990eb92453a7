import type { TrajectoryBatch } from "./batch.ts";

// Source of both returns: Sutton & Barto (2018), §3.3.

/** Writes the total return Σ_t γᵗ r_t of the trajectory to each of its steps. @param out [steps] */
export const totalReturn = (batch: TrajectoryBatch, discount: number, out: Float64Array): void => {
  returnToGo(batch, discount, out);
  for (let i = 0; i < batch.trajectories; i++) {
    const first = batch.offsets[i];
    const end = batch.offsets[i + 1];
    const total = out[first];
    for (let k = first; k < end; k++) out[k] = total; // a call of fill() takes longer than a short trajectory
  }
};

/** Writes the reward-to-go G_t = r_t + γ G_{t+1} of every step. @param out [steps] */
export const returnToGo = (
  batch: Pick<TrajectoryBatch, "trajectories" | "offsets" | "rewards">,
  discount: number,
  out: Float64Array,
): void => {
  const { offsets, rewards } = batch;
  for (let i = 0; i < batch.trajectories; i++) {
    let rest = 0;
    for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) out[k] = rest = rewards[k] + discount * rest;
  }
};

/** Multiplies the weight of every step by γᵗ, in place. @param weights [steps] */
export const discountByTime = (batch: TrajectoryBatch, discount: number, weights: Float64Array): void => {
  const { offsets } = batch;
  if (discount === 1) return;
  for (let i = 0; i < batch.trajectories; i++) {
    let coefficient = 1;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      weights[k] *= coefficient;
      coefficient *= discount;
    }
  }
};

/** The mean over the trajectories of a batch of Σ γᵗ r_t. */
export const meanDiscountedReturn = (batch: TrajectoryBatch, discount: number): number => {
  let sum = 0;
  for (let i = 0; i < batch.trajectories; i++) {
    let rest = 0;
    for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--)
      rest = batch.rewards[k] + discount * rest;
    sum += rest;
  }
  return sum / batch.trajectories;
};
