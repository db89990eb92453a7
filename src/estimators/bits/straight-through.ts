import { z } from "zod";
import type { EstimatorKind } from "../kind.ts";
import { bitEstimator, bitProblem } from "./bits.ts";

/**
 * Straight-through: the slope of f at the bits, led on as if they were their probabilities,
 *
 *   ĝ_i = ∂f(b)/∂b_i · p_i (1 − p_i).
 *
 * Biased for ∇E[f] unless f is linear in every bit.
 *
 * Source: Bengio, Léonard & Courville (2013), §4, with the slope of the sigmoid.
 */
export const straightThrough = {
  summary: "straight-through: slope at the bits times that of the sigmoid; biased",
  options: z.strictObject({}),
  create(_: unknown, context) {
    const problem = bitProblem("straight-through", context);
    return bitEstimator(problem, context, false, ({ bits, own, other }, _random, out) => {
      problem.f.gradient(bits, out);
      for (let i = 0; i < out.length; i++) out[i] *= own[i] * other[i];
    });
  },
} satisfies EstimatorKind;
