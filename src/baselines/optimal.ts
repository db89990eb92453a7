import { z } from "zod";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { held } from "../memory/state.ts";
import type { DiscretePoint, Point } from "../problem/point.ts";
import { bestConstant } from "../truth/discrete/best-constant.ts";
import { linearQuadraticAt } from "../truth/index.ts";
import { bestConstant as bestConstantOfQuadratic } from "../truth/linear-quadratic/moments/best-constant.ts";
import { fittedBaseline } from "./fit.ts";
import type { Baseline, BaselineContext, BaselineKind } from "./kind.ts";
import { ofEachTrajectory } from "./returns-from-start.ts";
import { tableOfTimes } from "./table-of-times.ts";
import { trajectoryScores } from "./trajectory-scores.ts";

const options = z.strictObject({
  fit: z
    .enum(["same-batch", "earlier-batch", "exact"])
    .default("same-batch")
    .describe(
      "batch that b* is fitted to: its own (biased, O(1/n)), or the one before (unbiased; 0 at first); or exact, from the model",
    ),
  offset: z.number().default(0).describe("added to b*: a baseline that is off by as much"),
});

/**
 * The number b that minimizes the total variance of Σ_t c_t (Y_t − b) ψ_t: with A = Σ_t c_t Y_t ψ_t and
 * C = Σ_t c_t ψ_t of a trajectory, b* = E[A·C] / E[‖C‖²]. For the total return that is E[‖S‖² R] / E[‖S‖²], S = Σ_t ψ_t.
 * The expectations are means over a batch, its own (the estimate is then biased, O(1/n)) or the one before
 * (unbiased), or exact at the current θ. 0 where no score differs from zero.
 *
 * With an offset, b* + offset: +x and −x have the same variance, and need not learn alike (Chung, Thomas, Machado &
 * Le Roux 2021).
 *
 * Source: Weaver & Tao (2001); Greensmith, Bartlett & Baxter (2004), Journal of Machine Learning Research 5.
 */
export const optimal = {
  summary: "the number of least total variance, fitted to the same or to the earlier batch, or exact",
  options,
  create({ fit, offset }: z.output<typeof options>, context: BaselineContext): Baseline {
    if (fit === "exact") return exactly(offset, context);
    const scores = trajectoryScores(context.policy.parameters, context.weigh);
    const own = { baseline: 0 };
    let product = 0;
    let square = 0;
    const add = (weighted: Float64Array, plain: Float64Array): void => {
      for (let j = 0; j < plain.length; j++) {
        product += weighted[j] * plain[j];
        square += plain[j] * plain[j];
      }
    };
    return fittedBaseline(
      fit,
      {
        ...held(own),
        reset() {
          own.baseline = 0;
        },
        fit(batch, point, returns) {
          product = square = 0;
          scores(batch, point, returns, add);
          own.baseline = square === 0 ? 0 : product / square;
        },
      },
      {
        subtract(batch, _, returns) {
          for (let k = 0; k < batch.steps; k++) returns[k] -= own.baseline + offset;
        },
      },
    );
  },
} satisfies BaselineKind;

/** @throws RangeError without a model, or off-policy */
const exactly = (
  offset: number,
  { environment, offPolicy, objective, fromStart, stateWeight, policy }: BaselineContext,
): Baseline => {
  const { kind } = environment;
  if (offPolicy) throw new RangeError('fit "exact" needs trajectories of the policy, not of a behavior');
  if (environment.model === undefined) throw new RangeError(`fit "exact" needs a model; ${kind} has none`);
  const theta = new Float64Array(policy.parameters).fill(Number.NaN); // of the baseline
  const returns = fromStart ? "total" : "to-go";
  let baseline = 0;
  const bestAt = (point: Point): number | undefined => {
    if (isDiscrete(environment) && environment.model)
      return bestConstant(environment.model, point as DiscretePoint, objective, returns, stateWeight);
    const quadratic = linearQuadraticAt(point);
    return quadratic && bestConstantOfQuadratic(quadratic, returns, stateWeight);
  };
  const baselineAt = (point: Point): number => {
    if (point.theta.some((x, j) => x !== theta[j])) {
      theta.set(point.theta);
      const best = bestAt(point);
      if (best === undefined) throw new RangeError(`fit "exact" cannot be computed on ${kind}`);
      baseline = best + offset;
    }
    return baseline;
  };
  return {
    unbiased: true,
    minimumBatch: 1,
    law: {
      kind: "form",
      across: "independent",
      values: (point) => tableOfTimes(point, new Float64Array(objective.horizon + 1).fill(baselineAt(point))),
    },
    ...ofEachTrajectory((batch, point, _, out) => out.fill(baselineAt(point), 0, batch.trajectories)),
  };
};
