import { grown } from "../grown.ts";
import type { FrozenPolicy, Policy, TrajectoryBatch } from "../types.ts";

/** Takes in the two sums of scores of one trajectory; the arrays are reused. @param weighted [P] @param plain [P] */
type Visit = (weighted: Float64Array, plain: Float64Array) => void;

/**
 * Visits every trajectory with A = Σ_t c_t Y_t ψ_t and C = Σ_t c_t ψ_t, where ψ_t is the score of step t, Y_t its
 * return and c_t its state weight. Minus a baseline b, the estimate of the trajectory is A − b C.
 */
export const trajectoryScores = (
  policy: Policy,
  weigh: (batch: TrajectoryBatch, weights: Float64Array) => void,
) => {
  const { states: S, actions: A, parameters: P } = policy;
  const sums = new Float64Array(S * A);
  const weighted = new Float64Array(P);
  const plain = new Float64Array(P);
  let coefficients = new Float64Array(0);

  return (batch: TrajectoryBatch, at: FrozenPolicy, returns: Float64Array, visit: Visit): void => {
    const { steps, offsets, states, actions } = batch;
    coefficients = grown(coefficients, steps).fill(1);
    weigh(batch, coefficients);
    for (let i = 0; i < batch.trajectories; i++) {
      sums.fill(0);
      for (let k = offsets[i]; k < offsets[i + 1]; k++) sums[states[k] * A + actions[k]] += coefficients[k];
      policy.weightedScores(at.probabilities, sums, plain);
      sums.fill(0);
      for (let k = offsets[i]; k < offsets[i + 1]; k++)
        sums[states[k] * A + actions[k]] += coefficients[k] * returns[k];
      policy.weightedScores(at.probabilities, sums, weighted);
      visit(weighted, plain);
    }
  };
};
