import { z } from "zod";
import type { Estimator } from "../estimator.ts";
import type { EstimatorKind } from "../kind.ts";
import { drawAntithetic } from "./antithetic.ts";
import { bitEstimator, bitProblem } from "./bits.ts";

/**
 * ARM (augment, reinforce, merge): with b = 1[u < σ(φ)] and b̃ = 1[u > σ(−φ)],
 *
 *   ĝ_i = (f(b̃) − f(b)) (u_i − ½),
 *
 * for all bits from the same two evaluations of f. The bits b are those of the trajectory; u is drawn given b.
 * Unbiased for ∇E[f].
 *
 * Source: Yin & Zhou (2019), ARM: augment-REINFORCE-merge gradient for stochastic binary networks, Theorem 1.
 */
export const arm = {
  summary: "ARM: antithetic bits, weighted by the uniforms that made them",
  options: z.strictObject({}),
  create(_: unknown, context): Estimator {
    const problem = bitProblem("arm", context);
    const centered = new Float64Array(problem.f.count);
    const opposite = new Float64Array(problem.f.count);
    const estimator = bitEstimator(problem, context, true, (sample, random, out) => {
      drawAntithetic(sample, random, centered, opposite);
      const difference = problem.f.value(opposite) - sample.value;
      for (let i = 0; i < out.length; i++) out[i] = difference * centered[i];
    });
    return { ...estimator, law: { kind: "mean", single: { kind: "antithetic-bits" } } };
  },
} satisfies EstimatorKind;
