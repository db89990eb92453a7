import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { TabularPolicy } from "./policy.ts";

/**
 * Writes weights of the scores of all actions whose sum is Σ_k c_k Σ_a ∇π(a|s_k) Q(s_k,a), by ∇π = π ∇ log π.
 *
 * @param values Q(s_k, a) of every step and action. # [steps, A]
 * @param coefficients c_k of every step. # [steps]
 * @param out weights of ∇ log π(a|s), written. # [S, A]
 */
export const expectedScores = (
  { steps, states }: TrajectoryBatch,
  {
    policy: { actions: A },
    probabilities,
  }: { readonly policy: TabularPolicy; readonly probabilities: Float64Array },
  values: Float64Array,
  coefficients: Float64Array,
  out: Float64Array,
): void => {
  out.fill(0);
  for (let k = 0; k < steps; k++) {
    const row = states[k] * A;
    for (let a = 0; a < A; a++) out[row + a] += coefficients[k] * probabilities[row + a] * values[k * A + a];
  }
};
