import { power } from "../arithmetic/power.ts";
import type { TrajectoryBatch } from "./batch.ts";

/**
 * An advantage estimate from a critic's values.
 * @param values V of every step. # [steps]
 * @param ends V after the last step of each trajectory; read only where the trajectory was truncated, since
 *   only termination zeroes the bootstrap. # [n]
 * @param out [steps], written
 */
export type Advantage = (
  batch: Pick<TrajectoryBatch, "trajectories" | "offsets" | "rewards" | "terminated">,
  values: Float64Array,
  ends: Float64Array,
  out: Float64Array,
) => void;

/**
 * Generalized advantage estimation: A_t = δ_t + γλ A_{t+1} with δ_t = r_t + γ V(s_{t+1}) − V(s_t).
 * λ = 0 is the TD error, λ = 1 the reward-to-go minus the value.
 *
 * Source: Schulman et al. (2016), equations 11–16.
 */
export const gae =
  (discount: number, lambda: number): Advantage =>
  (batch, values, ends, out) => {
    const { offsets, rewards, terminated } = batch;
    const decay = discount * lambda;
    for (let i = 0; i < batch.trajectories; i++) {
      let later = terminated[i] === 1 ? 0 : ends[i];
      let advantage = 0;
      for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
        const value = values[k];
        advantage = rewards[k] + discount * later - value + decay * advantage;
        out[k] = advantage;
        later = value;
      }
    }
  };

/**
 * The λ-return, G^λ_t = r_t + γ ((1 − λ) V(s_{t+1}) + λ G^λ_{t+1}), which is GAE(λ) plus V(s_t): a return, and no
 * advantage. λ = 1 is the reward-to-go, plus the discounted value after a truncation.
 *
 * Source: Sutton & Barto (2018), equation 12.18.
 */
export const lambdaReturn =
  (discount: number, lambda: number): Advantage =>
  ({ trajectories, offsets, rewards, terminated }, values, ends, out) => {
    for (let i = 0; i < trajectories; i++) {
      let later = terminated[i] === 1 ? 0 : ends[i];
      let rest = later;
      for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
        rest = rewards[k] + discount * ((1 - lambda) * later + lambda * rest);
        out[k] = rest;
        later = values[k];
      }
    }
  };

/**
 * The n-step advantage: A_t = r_t + … + γⁿ⁻¹ r_{t+n−1} + γⁿ V(s_{t+n}) − V(s_t), cut short at the end of the
 * trajectory. It is the sum of the n next TD errors, each γ times the one before: with E_t = Σ_{l≥0} γˡ δ_{t+l}
 * (that is GAE(1)), A_t = E_t − γⁿ E_{t+n}.
 *
 * Source: Mnih et al. (2016), §4; Sutton & Barto (2018), §7.1.
 */
export const nStep = (discount: number, steps: number): Advantage => {
  const all = gae(discount, 1);
  const cut = power(discount, steps);
  return (batch, values, ends, out) => {
    all(batch, values, ends, out);
    for (let i = 0; i < batch.trajectories; i++) {
      // forward, so that out[k + steps] still holds E
      const last = batch.offsets[i + 1] - steps;
      for (let k = batch.offsets[i]; k < last; k++) out[k] -= cut * out[k + steps];
    }
  };
};
