import { z } from "zod";
import { choice, make } from "../kinds.ts";
import { type Baseline, type BaselineContext, baselines } from "./baselines.ts";
import { type EstimatorKind, stateWeightOption } from "./kind.ts";
import { discountByTime, returnToGo, totalReturn } from "./returns.ts";
import { weightedEstimate } from "./weighted.ts";

const options = z.strictObject({
  return: z.enum(["total", "to-go"]).default("to-go").describe("return that weights a score: R, or G_t"),
  baseline: choice(baselines).default({ kind: "none" }).describe("what is subtracted from the return"),
  stateWeight: stateWeightOption,
});

/**
 * REINFORCE. With the total return, w_t = R − b; with reward-to-go, w_t = γᵗ (G_t − b).
 *
 * Both are unbiased for ∇J when the baseline does not depend on the actions of the same trajectory. With
 * `stateWeight: none` the factor γᵗ is dropped: in general the gradient of no objective (Thomas 2014; Nota &
 * Thomas 2020). The total return is discounted from the start and has no such factor to drop.
 *
 * Source: Williams (1992), Machine Learning 8; Sutton & Barto (2018), §13.3–13.4.
 */
export const reinforce = {
  summary: "REINFORCE: total return or reward-to-go, minus a baseline",
  options,
  create(chosen: z.output<typeof options>, { policy, objective, critic, offPolicy }) {
    const fromStart = chosen.return === "total";
    if (fromStart && chosen.stateWeight === "none")
      throw new RangeError(
        'stateWeight "none" needs return "to-go": the total return has no factor γᵗ to drop',
      );
    const stateWeight = fromStart ? "discounted" : (chosen.stateWeight ?? objective.stateWeight);
    const baseline = make<[BaselineContext], Baseline>(baselines, chosen.baseline, { fromStart, critic });
    return {
      stateWeight,
      unbiased:
        baseline.unbiased &&
        !offPolicy &&
        (stateWeight === objective.stateWeight || objective.discount === 1),
      minimumBatch: baseline.minimumBatch,
      ...(baseline.form && { form: { kind: chosen.return, ...baseline.form } }),
      estimate: weightedEstimate(policy, (batch, at, out) => {
        (fromStart ? totalReturn : returnToGo)(batch, objective.discount, out);
        baseline.subtract(batch, at, out);
        if (!fromStart && stateWeight === "discounted") discountByTime(batch, objective.discount, out);
      }),
    };
  },
} satisfies EstimatorKind;
