import { z } from "zod";
import { baselines } from "../../baselines/index.ts";
import type { Baseline, BaselineContext, BaselineLaw } from "../../baselines/kind.ts";
import type { Weighting } from "../../problem/weighting.ts";
import { choice, make } from "../../registry.ts";
import { returnToGo, totalReturn } from "../../trajectories/returns.ts";
import { ANY_BATCH, type Law } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt, stateWeightOf, weighBy } from "../state-weight.ts";
import { scalingOptions, weighted } from "../weighted.ts";
import { minusBaseline } from "./minus-baseline.ts";

const options = z.strictObject({
  return: z.enum(["total", "to-go"]).default("to-go").describe("return that weights a score: R, or G_t"),
  baseline: choice(baselines).default({ kind: "none" }).describe("what is subtracted from the return"),
  stateWeight: stateWeightOption,
  ...scalingOptions,
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
  create(
    { average, normalize, deviation, epsilon, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { objective } = context;
    const fromStart = chosen.return === "total";
    const stateWeight = stateWeightOf(chosen, objective);
    const weigh = weighBy(fromStart ? "none" : stateWeight, objective.discount);
    const writeReturns: Weighting = (batch, _, out) =>
      (fromStart ? totalReturn : returnToGo)(batch, objective.discount, out);
    const baseline = make<[BaselineContext], Baseline>(baselines, chosen.baseline, {
      ...context,
      stateWeight,
      fromStart,
      weigh,
    });
    return weighted({
      estimand: { stateWeight, unbiased: baseline.unbiased && aimsAt(stateWeight, context) },
      takes: { ...ANY_BATCH, fewest: baseline.minimumBatch },
      law: lawOf(baseline.law, chosen.return),
      ...minusBaseline(baseline, writeReturns),
      recursion: baseline.minus && {
        decay: objective.discount,
        discount: objective.discount,
        stateWeight: fromStart ? "none" : stateWeight,
        fromStart,
        minus: baseline.minus === "nothing" ? undefined : baseline.minus,
      },
      weigh,
      average,
      normalize,
      deviation,
      epsilon,
    });
  },
} satisfies EstimatorKind;

const lawOf = (law: BaselineLaw, kind: "total" | "to-go"): Law => {
  if (law.kind !== "form") return { kind: law.kind };
  const { across, values } = law;
  return { kind: "form", form: { kind, across, ...(values && { values }) } };
};
