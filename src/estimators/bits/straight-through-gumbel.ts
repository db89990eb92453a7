import { z } from "zod";
import type { EstimatorKind } from "../kind.ts";
import { bitEstimator, bitProblem } from "./bits.ts";
import { relaxation, temperatureOption } from "./relaxation.ts";

const options = z.strictObject({ temperature: temperatureOption });

/**
 * Straight-through Gumbel: f and its slope are taken at the bits, and the slope is led on through the relaxed
 * bits y = σ(z/λ) that round to them, ĝ_i = ∂f(b)/∂b_i · y_i (1 − y_i) / λ. Biased for ∇E[f].
 *
 * Source: Jang, Gu & Poole (2017), §2.2.
 */
export const straightThroughGumbel = {
  summary: "straight-through Gumbel: slope at the bits, led through their relaxation; biased",
  options,
  create({ temperature }: z.output<typeof options>, context) {
    const problem = bitProblem("straight-through-gumbel", context);
    const { f } = problem;
    const soft = relaxation(f.count, temperature);
    return bitEstimator(problem, context, false, (sample, random, out) => {
      soft.draw(sample, random);
      f.gradient(sample.bits, out);
      for (let i = 0; i < out.length; i++) out[i] *= soft.slope[i];
    });
  },
} satisfies EstimatorKind;
