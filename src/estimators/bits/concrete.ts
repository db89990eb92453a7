import { z } from "zod";
import type { EstimatorKind } from "../kind.ts";
import { bitEstimator, bitProblem } from "./bits.ts";
import { relaxation, temperatureOption } from "./relaxation.ts";

const options = z.strictObject({ temperature: temperatureOption });

/**
 * The Concrete (Gumbel-softmax) relaxation: bits are replaced by y = σ(z/λ), z = φ + Logistic(0, 1), and
 *
 *   ĝ_i = ∂f(y)/∂y_i · y_i (1 − y_i) / λ.
 *
 * Unbiased for ∇E[f(y)]; biased for ∇E[f(b)], less so and noisier the lower λ is. The noise z is drawn given the
 * bits of the trajectory.
 *
 * Source: Maddison, Mnih & Teh (2017); Jang, Gu & Poole (2017), Gumbel-softmax.
 */
export const concrete = {
  summary: "Concrete (Gumbel-softmax) relaxation of the bits; biased",
  options,
  create({ temperature }: z.output<typeof options>, context) {
    const problem = bitProblem("concrete", context);
    const { f } = problem;
    const soft = relaxation(f.count, temperature);
    return bitEstimator(problem, context, false, (sample, random, out) => {
      soft.draw(sample, random);
      f.gradient(soft.relaxed, out);
      for (let i = 0; i < out.length; i++) out[i] *= soft.slope[i];
    });
  },
} satisfies EstimatorKind;
