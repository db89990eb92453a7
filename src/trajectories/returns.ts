import type { TrajectoryBatch } from "./batch.ts";

type Rewards = Pick<TrajectoryBatch, "trajectories" | "offsets" | "rewards">;

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
export const returnToGo = (batch: Rewards, discount: number, out: Float64Array): void => {
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

/** Writes R_i = Σ_t γᵗ r_t of every trajectory. @param out [n] */
export const returnsFromStart = (batch: Rewards, discount: number, out: Float64Array): void => {
  for (let i = 0; i < batch.trajectories; i++) out[i] = returnOf(batch, discount, i);
};

/** The mean over the trajectories of a batch of Σ γᵗ r_t. */
export const meanDiscountedReturn = (batch: Rewards, discount: number): number => {
  let sum = 0;
  for (let i = 0; i < batch.trajectories; i++) sum += returnOf(batch, discount, i);
  return sum / batch.trajectories;
};

const returnOf = ({ offsets, rewards }: Rewards, discount: number, i: number): number => {
  let rest = 0;
  for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) rest = rewards[k] + discount * rest;
  return rest;
};
