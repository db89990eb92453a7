import { z } from "zod";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { coordinateRule } from "./direction-rules.ts";
import { commonNoiseOption, differenceQuotients, directional } from "./directional.ts";
import { smoothedGradient } from "./smoothed-gradient.ts";

const options = z.strictObject({
  step: z.number().positive().describe("h, how far each parameter is moved to both sides"),
  commonNoise: commonNoiseOption(true),
});

/**
 * Central finite differences, one parameter after the other: ĝ_j = (R(θ + he_j) − R(θ − he_j)) / 2h, averaged over
 * n/2P rounds. Its mean is the difference quotient of J, which is ∇J up to O(h²).
 *
 * Without common random numbers the variance is Var(R)/2h² for each parameter and round. With them it stays bounded as
 * h → 0 where returns are smooth in θ, and is O(1/h) where they jump.
 *
 * Source: Glasserman (2003), Monte Carlo Methods in Financial Engineering, §7.1.
 */
export const finiteDifference = {
  summary: "central finite differences of returns, one parameter after the other",
  options,
  create({ step, commonNoise }: z.output<typeof options>, context: EstimatorContext): Estimator {
    const directions = context.policy.parameters;
    const draw = (i: number, _: unknown, out: Float64Array) => {
      out.fill(0);
      out[i % directions] = 1;
    };
    const name = "difference quotient of J";
    return directional(
      {
        kind: "finite-difference",
        step,
        commonNoise,
        directions,
        draw,
        weigh: differenceQuotients(step, directions),
        separate: true,
        other: smoothedGradient(context, { name, step, rule: coordinateRule, directions, draw }),
      },
      context,
    );
  },
} satisfies EstimatorKind;
