import { z } from "zod";
import type { Estimator } from "../estimator.ts";
import type { EstimatorKind } from "../kind.ts";
import { drawAntithetic } from "./antithetic.ts";
import { bitEstimator, bitProblem } from "./bits.ts";

/**
 * DisARM, also called U2G: ARM with its uniforms integrated out, given the two antithetic sets of bits,
 *
 *   ĝ_i = ½ (f(b) − f(b̃)) (−1)^{b̃_i} 1[b_i ≠ b̃_i] σ(|φ_i|).
 *
 * Unbiased for ∇E[f], with at most the variance of ARM.
 *
 * Source: Dong, Mnih & Tucker (2020), DisARM, equation 7; Yin, Ho, Yan, Qian & Zhou (2020), U2G.
 */
export const disarm = {
  summary: "DisARM (U2G): antithetic bits, ARM without the noise of its uniforms",
  options: z.strictObject({}),
  create(_: unknown, context): Estimator {
    const problem = bitProblem("disarm", context);
    const centered = new Float64Array(problem.f.count);
    const opposite = new Float64Array(problem.f.count);
    const estimator = bitEstimator(problem, context, true, (sample, random, out) => {
      drawAntithetic(sample, random, centered, opposite);
      const { bits, own, other, value } = sample;
      const half = (value - problem.f.value(opposite)) / 2;
      // b_i − b̃_i is (−1)^{b̃_i} where they differ, and σ(|φ_i|) is the larger of p_i and 1 − p_i
      for (let i = 0; i < out.length; i++)
        out[i] = half * (bits[i] - opposite[i]) * Math.max(own[i], other[i]);
    });
    return { ...estimator, law: { kind: "mean", single: { kind: "antithetic-bits" } } };
  },
} satisfies EstimatorKind;
