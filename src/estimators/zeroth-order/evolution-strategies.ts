import { z } from "zod";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { commonNoiseOption, type DirectionalParts, differenceQuotients, directional } from "./directional.ts";
import { drawGaussian, gaussianSmoothing } from "./gaussian-direction.ts";
import { rank, standardize } from "./return-shapes.ts";

const options = z.strictObject({
  smoothing: z.number().positive().describe("σ of the moves of θ, the same for every parameter"),
  shaping: z
    .enum(["none", "standardize", "ranks"])
    .default("none")
    .describe(
      "what stands for a return R: itself, (R − mean)/deviation over the batch, or its rank from −½ to ½",
    ),
  commonNoise: commonNoiseOption(true),
});

/**
 * Evolution strategies with pairs of opposite moves, v ~ N(0, I):
 *
 *   ĝ = (1/m) Σ_i v_i (R(θ + σv_i) − R(θ − σv_i)) / 2σ,  m = n/2.
 *
 * Unbiased for the gradient of the smoothed objective E[J(θ + σv)], and for ∇J up to O(σ²). To "standardize" returns
 * divides it by their deviation, and so changes its length; with ranks it is the gradient of no mean return.
 *
 * Source: Salimans, Ho, Chen, Sidor & Sutskever (2017), Evolution strategies as a scalable alternative to
 * reinforcement learning, §2; Nesterov & Spokoiny (2017).
 */
export const evolutionStrategies = {
  summary: "evolution strategies: Gaussian moves of θ in opposite pairs, weighted by returns or their ranks",
  options,
  create(
    { smoothing, shaping, commonNoise }: z.output<typeof options>,
    context: EstimatorContext,
  ): Estimator {
    const plain = differenceQuotients(smoothing);
    const shaped = (shape: (returns: Float64Array) => void): DirectionalParts["weigh"] => {
      return (returns, m, out) => {
        shape(returns.subarray(0, 2 * m));
        plain(returns, m, out);
      };
    };
    const weigh = { none: plain, standardize: shaped(standardize), ranks: shaped(rank) }[shaping];
    const name = "gradient of the smoothed objective";
    const other =
      shaping === "none"
        ? gaussianSmoothing(context, smoothing, name)
        : shaping === "standardize"
          ? gaussianSmoothing(context, smoothing, `${name}, but for its length`)
          : undefined;
    return directional(
      {
        kind: "evolution-strategies",
        step: smoothing,
        commonNoise,
        directions: 1,
        draw: drawGaussian,
        weigh,
        separate: shaping === "none",
        other,
      },
      context,
    );
  },
} satisfies EstimatorKind;
