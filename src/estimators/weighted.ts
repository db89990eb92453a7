import { z } from "zod";
import type { Point } from "../problem/point.ts";
import type { Recursion } from "../problem/recursions/recursion.ts";
import { weightedEstimate } from "../problem/weighting.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Estimator } from "./estimator.ts";
import { type Normalization, normalize } from "./normalize.ts";

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

const normalizationOptions = {
  normalize: normalizeOption,
  deviation: z
    .enum(["population", "sample"])
    .optional()
    .describe(
      "of normalize: squares divided by n (population, the default), or by n − 1 (sample, as PyTorch's std)",
    ),
  epsilon: z
    .number()
    .min(0)
    .optional()
    .describe("of normalize: ε, added to the standard deviation; 1e-8 if not given"),
};

/** Options of every estimator that weights the scores of its steps. */
export const scalingOptions = { average: averageOption, ...normalizationOptions };

/** Whether and how advantages are normalized. */
export interface NormalizationOptions extends Normalization {
  readonly normalize: "none" | "batch";
}

/**
 * How advantages are normalized; undefined where they are not.
 * @throws RangeError for a deviation or an ε that nothing would read
 */
export const normalizationOf = ({
  normalize,
  deviation,
  epsilon,
}: NormalizationOptions): Normalization | undefined => {
  if (normalize === "batch") return { deviation, epsilon };
  if (deviation !== undefined || epsilon !== undefined)
    throw new RangeError(
      `${deviation ? "deviation" : "epsilon"} goes with normalize: batch, and only with it`,
    );
  return undefined;
};

/** What a weighted estimator is made of. */
export interface WeightedParts extends Omit<Estimator, "estimate">, NormalizationOptions {
  /** Writes the advantage of every step. */
  advantages(batch: TrajectoryBatch, point: Point, out: Float64Array): void;
  /** Multiplies the weight of every step by its state weight, in place, after normalization. */
  readonly weigh: (batch: TrajectoryBatch, weights: Float64Array) => void;
  /** The same weights as data, where they are a recursion that is not normalized. */
  readonly recursion?: Recursion | undefined;
  /** Adds to the mean over trajectories what no weighting can say. @param out [P] */
  readonly adjust?: ((batch: TrajectoryBatch, point: Point, out: Float64Array) => void) | undefined;
  readonly average: "trajectories" | "steps";
}

/**
 * The estimator that weights scores by advantages, ĝ = (1/n) Σ_i Σ_t c_t A_it ψ_it, and its two biased relatives:
 * - average "steps": ΣΣ / Σ T_i instead of ΣΣ / n, a ratio of two random sums. Its mean is ∇J / E[T] up to O(1/n).
 * - normalize: (A − mean) / (std + ε) instead of A, over all steps of the batch. Its mean tends, as n grows,
 *   to what A − mean gives, divided by the standard deviation.
 *
 * @throws RangeError for normalization of advantages that an `adjust` would then not fit
 */
export const weighted = ({
  advantages,
  weigh,
  adjust,
  average,
  normalize: normalization,
  deviation,
  epsilon,
  estimand,
  law,
  recursion,
  ...rest
}: WeightedParts): Estimator => {
  const chosen = normalizationOf({ normalize: normalization, deviation, epsilon });
  if (adjust && chosen)
    throw new RangeError('normalize "batch" does not go with a baseline that adjusts the estimate itself');
  const plain = average === "trajectories" && chosen === undefined;
  const { weighting, estimate } = weightedEstimate(
    (batch, point, out) => {
      advantages(batch, point, out);
      if (chosen) normalize(out, batch.steps, chosen);
      weigh(batch, out);
    },
    adjust ? "trajectories" : average,
    chosen ? undefined : recursion,
  );
  const made: Estimator = {
    ...rest,
    estimand: { ...estimand, unbiased: estimand.unbiased && plain },
    law: plain ? law : { kind: "unknown" },
    estimate,
  };
  if (adjust === undefined) return { ...made, weighting };
  return {
    ...made,
    estimate(batch, point, out) {
      estimate(batch, point, out);
      adjust(batch, point, out);
      if (average === "steps")
        for (let j = 0; j < out.length; j++) out[j] *= batch.trajectories / batch.steps;
      return 0;
    },
  };
};
