import { z } from "zod";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { commonNoiseOption, directional } from "./directional.ts";
import { drawGaussian, gaussianSmoothing } from "./gaussian-direction.ts";
import { standardDeviation } from "./return-shapes.ts";

const TARGET = "gradient of the smoothed objective, but for its length";

const options = z.strictObject({
  smoothing: z.number().positive().describe("ν of the moves of θ, the same for every parameter"),
  best: z
    .int()
    .min(1)
    .optional()
    .describe("directions b that are kept, those with the largest return; all of them if not given"),
  scale: z
    .enum(["return-deviation", "none"])
    .default("return-deviation")
    .describe("what the step is divided by: the standard deviation σ_R of the returns in it, or 1"),
  commonNoise: commonNoiseOption(false),
});

/**
 * Augmented random search, version 1, and the basic one: along m = n/2 directions v ~ N(0, I),
 *
 *   ĝ = 1/(b σ_R) Σ_{k ≤ b} (R(θ + νv_k) − R(θ − νv_k)) v_k,
 *
 * over the b directions with the largest max(R(θ + νv), R(θ − νv)), where σ_R is the standard deviation of their 2b
 * returns. With `scale: none` σ_R is 1, and if all are kept it is basic random search: 2ν times the estimate of evolution
 * strategies. Where all directions are kept the mean points along the gradient of the smoothed objective (all but: σ_R
 * is of the same returns), with another length. Where some are dropped it does not: what is kept was lucky too, and in
 * lucky trajectories the return rises elsewhere than on average.
 *
 * Source: Mania, Guy & Recht (2018), Simple random search of static linear policies is competitive for reinforcement
 * learning, algorithm 1 (basic) and algorithm 2 (V1). Version 2 would normalize observations as well.
 */
export const randomSearch = {
  summary: "random search (ARS, V1): the best of some random directions, divided by the returns' deviation",
  options,
  create(
    { smoothing, best, scale, commonNoise }: z.output<typeof options>,
    context: EstimatorContext,
  ): Estimator {
    return directional(
      {
        kind: "random-search",
        step: smoothing,
        commonNoise,
        directions: 1,
        least: best ?? 1,
        separate: best === undefined && scale === "none",
        draw: drawGaussian,
        weigh(returns, m, out) {
          const largest = (i: number) => Math.max(returns[2 * i], returns[2 * i + 1]);
          const kept = Array.from({ length: m }, (_, i) => i)
            .sort((a, b) => largest(b) - largest(a) || a - b)
            .slice(0, best);
          const used = Float64Array.from(kept.flatMap((i) => [returns[2 * i], returns[2 * i + 1]]));
          const deviation = scale === "none" ? 1 : standardDeviation(used);
          out.fill(0, 0, m);
          if (deviation === 0) return; // all returns are the same
          for (const i of kept) out[i] = (returns[2 * i] - returns[2 * i + 1]) / (kept.length * deviation);
        },
        other: best === undefined ? gaussianSmoothing(context, smoothing, TARGET) : undefined,
      },
      context,
    );
  },
} satisfies EstimatorKind;
