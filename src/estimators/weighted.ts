import { z } from "zod";
import type { Estimator, Weighting } from "../estimation.ts";
import { grown } from "../grown.ts";
import type { FrozenPolicy, Policy, TrajectoryBatch } from "../types.ts";
import { normalize } from "./normalize.ts";

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

export const averageOption = z
  .enum(["trajectories", "steps"])
  .default("trajectories")
  .describe("what the sum is divided by: the trajectories n, or (a biased ratio) all steps Σ T_i");

const normalizeOption = z
  .enum(["none", "batch"])
  .default("none")
  .describe(
    "whether advantages are shifted and scaled to mean 0 and standard deviation 1 over the steps of the batch (biased)",
  );

/** Options of every estimator that weights the scores of its steps. */
export const scalingOptions = { average: averageOption, normalize: normalizeOption };

/** What a weighted estimator is made of. */
export interface WeightedParts extends Omit<Estimator, "estimate"> {
  readonly policy: Policy;
  /** Writes the advantage of every step. */
  readonly advantages: Weighting;
  /** Multiplies the weight of every step by its state weight, in place, after normalization. */
  readonly weigh: (batch: TrajectoryBatch, weights: Float64Array) => void;
  /** Adds to the mean over trajectories what no weighting can say. @param out [P] */
  readonly adjust?: ((batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array) => void) | undefined;
  readonly average: "trajectories" | "steps";
  readonly normalize: "none" | "batch";
}

/**
 * The estimator that weights scores by advantages, ĝ = (1/n) Σ_i Σ_t c_t A_it ψ_it, and its two biased relatives:
 * - average "steps": ΣΣ / Σ T_i instead of ΣΣ / n, a ratio of two random sums. Its mean is ∇J / E[T] up to O(1/n).
 * - normalize "batch": (A − mean) / (std + ε) instead of A, over all steps of the batch. Its mean tends, as n grows,
 *   to what A − mean gives, divided by the standard deviation.
 *
 * @throws RangeError for normalization of advantages that an `adjust` would then not fit
 */
export const weighted = ({
  policy,
  advantages,
  weigh,
  adjust,
  average,
  normalize: normalization,
  form,
  separable,
  ...claims
}: WeightedParts): Estimator => {
  if (adjust && normalization !== "none")
    throw new RangeError('normalize "batch" does not go with a baseline that adjusts the estimate itself');
  const plain = average === "trajectories" && normalization === "none";
  const kernel = weightedEstimate(policy, (batch, at, out) => {
    advantages(batch, at, out);
    if (normalization === "batch") normalize(out, batch.steps);
    weigh(batch, out);
  });
  return {
    ...claims,
    unbiased: claims.unbiased && plain,
    ...(form && plain && { form }),
    ...(separable && plain && { separable }),
    estimate(batch, at, out) {
      kernel(batch, at, out);
      adjust?.(batch, at, out);
      if (average === "steps")
        for (let j = 0; j < out.length; j++) out[j] *= batch.trajectories / batch.steps;
    },
  };
};
