import { z } from "zod";
import type { Random } from "../../random.ts";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { signRule } from "./direction-rules.ts";
import { commonNoiseOption, differenceQuotients, directional } from "./directional.ts";
import { smoothedGradient } from "./smoothed-gradient.ts";

const options = z.strictObject({
  step: z.number().positive().describe("h, how far every parameter is moved to both sides"),
  commonNoise: commonNoiseOption(true),
});

/**
 * Simultaneous perturbation: all parameters are moved at once, each to a side by chance,
 *
 *   ĝ = v (R(θ + hv) − R(θ − hv)) / 2h,  v_j = ±1 (for which 1/v_j = v_j),
 *
 * averaged over n/2 directions. Its mean is ∇J up to O(h²).
 *
 * Source: Spall (1992), Multivariate stochastic approximation using a simultaneous perturbation gradient
 * approximation, IEEE Transactions on Automatic Control 37.
 */
export const spsa = {
  summary: "simultaneous perturbation (SPSA): all parameters moved at once, each up or down",
  options,
  create({ step, commonNoise }: z.output<typeof options>, context: EstimatorContext): Estimator {
    const draw = (_: number, random: Random, out: Float64Array) => {
      for (let j = 0; j < out.length; j++) out[j] = random.next() < 0.5 ? -1 : 1;
    };
    const name = "mean of SPSA along signs";
    return directional(
      {
        kind: "spsa",
        step,
        commonNoise,
        directions: 1,
        draw,
        weigh: differenceQuotients(step),
        separate: true,
        other: smoothedGradient(context, { name, step, rule: signRule, directions: 1, draw }),
      },
      context,
    );
  },
} satisfies EstimatorKind;
