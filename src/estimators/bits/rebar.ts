import { z } from "zod";
import type { EstimatorKind } from "../kind.ts";
import { bitEstimator, bitProblem, bitScore } from "./bits.ts";
import { controlVariate } from "./control-variate.ts";
import { temperatureOption } from "./relaxation.ts";

const options = z.strictObject({
  temperature: temperatureOption,
  scale: z.number().default(1).describe("η: how much of the control variate is added"),
});

/**
 * REBAR: the score estimator with the relaxed f as its control variate,
 *
 *   ĝ = f(b) ∇ log π(b) + η C,  E[C] = 0 (see control-variate.ts),
 *
 * with a fixed temperature λ and scale η. Unbiased for ∇E[f] whatever they are.
 *
 * Source: Tucker, Mnih, Maddison, Lawson & Sohl-Dickstein (2017), REBAR, §3.
 */
export const rebar = {
  summary: "REBAR: score estimator with the relaxed f as its control variate",
  options,
  create({ temperature, scale }: z.output<typeof options>, context) {
    const problem = bitProblem("rebar", context);
    const control = controlVariate(problem.f, temperature);
    return bitEstimator(problem, context, true, (sample, random, out) => {
      control(sample, random, out);
      for (let i = 0; i < out.length; i++) out[i] = sample.value * bitScore(sample, i) + scale * out[i];
    });
  },
} satisfies EstimatorKind;
