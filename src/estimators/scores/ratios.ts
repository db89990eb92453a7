import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/**
 * Multiplies the weight of every step by ρ_0 ρ_1 … ρ_t, or by the product over its whole trajectory, in place.
 * @param ratios [steps] @param weights [steps]
 */
export const multiplyByProducts = (
  { trajectories, offsets }: TrajectoryBatch,
  ratios: Float64Array,
  over: "past" | "trajectory",
  weights: Float64Array,
): void => {
  for (let i = 0; i < trajectories; i++) {
    let product = 1;
    if (over === "trajectory") for (let k = offsets[i]; k < offsets[i + 1]; k++) product *= ratios[k];
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      if (over === "past") product *= ratios[k];
      weights[k] *= product;
    }
  }
};

/**
 * Writes the reward-to-go corrected decision by decision, Z_t = r_t + γ ρ_{t+1} Z_{t+1}, whose mean after
 * (s_t, a_t) is Q(s_t, a_t) of π whoever acted.
 *
 * Source: Precup, Sutton & Singh (2000), §4. @param ratios [steps] @param out [steps]
 */
export const perDecisionReturn = (
  { trajectories, offsets, rewards }: TrajectoryBatch,
  discount: number,
  ratios: Float64Array,
  out: Float64Array,
): void => {
  for (let i = 0; i < trajectories; i++) {
    let rest = 0; // ρ_{t+1} Z_{t+1}
    for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
      out[k] = rewards[k] + discount * rest;
      rest = ratios[k] * out[k];
    }
  }
};
