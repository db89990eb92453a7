import { grown } from "../grown.ts";
import type { FrozenPolicy, Policy, TrajectoryBatch, Weighting } from "../types.ts";

/**
 * The one kernel behind every score-function estimator: ĝ = (1/n) Σ_k w_k ∇θ log π(a_k|s_k).
 *
 * The weights of equal (s, a) are added up first, so that scores are computed once per state and action
 * and not once per step.
 */
export const weightedEstimate = (policy: Policy, weighting: Weighting) => {
  const { states: S, actions: A } = policy;
  const sums = new Float64Array(S * A);
  let weights = new Float64Array(0);
  return (batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array): void => {
    const { states, actions, steps, trajectories } = batch;
    weights = grown(weights, steps);
    weighting(batch, at, weights);
    sums.fill(0);
    for (let k = 0; k < steps; k++) sums[states[k] * A + actions[k]] += weights[k];
    policy.weightedScores(at.probabilities, sums, out);
    for (let j = 0; j < out.length; j++) out[j] /= trajectories;
  };
};
