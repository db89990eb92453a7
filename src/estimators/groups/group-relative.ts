import { z } from "zod";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { weightedEstimate } from "../../problem/weighting.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { aimsAt } from "../state-weight.ts";
import { center, type Moments, scale } from "./group-advantages.ts";
import { aggregate } from "./group-aggregate.ts";

const options = z.strictObject({
  center: z
    .enum(["group-mean", "group-leave-one-out", "batch-mean", "none"])
    .default("group-mean")
    .describe("what is subtracted from the return R of a trajectory"),
  scale: z
    .enum(["none", "group-std", "batch-std", "batch-whitening"])
    .default("none")
    .describe(
      "standard deviation to divide by: of the returns of the group or batch, or of the centered returns of the batch, less their mean",
    ),
  aggregate: z
    .enum(["sum", "sequence-mean", "group-token-mean", "batch-token-mean"])
    .default("sum")
    .describe(
      "scores of a trajectory: their sum, or their mean; or the mean over all steps of a group or batch",
    ),
  epsilon: z.number().min(0).optional().describe("ε added to the standard deviation; 1e-6 if not given"),
  deviation: z
    .enum(["sample", "population"])
    .optional()
    .describe("squares divided by n − 1 (sample, the default) or by n"),
  over: z
    .enum(["trajectories", "steps"])
    .optional()
    .describe("what the batch's mean and deviation count once: each trajectory (the default) or each step"),
});

/**
 * Group-relative policy gradients, as used for language models: one advantage for all steps of a trajectory,
 *
 *   A_i = (R_i − c) / (σ + ε),   ĝ = (1/n) Σ_i Σ_t u_i A_i ∇θ log π(a_it|s_it),
 *
 * with R_i the discounted return from the start. The K trajectories of a group share their first state
 * (prompt) q; J_q is its value. What the expectation is the gradient of:
 *
 * - center, with the sum and no scale: ∇J with "none" and with "group-leave-one-out" (RLOO: Kool, van Hoof &
 *   Welling 2019; Ahmadian et al. 2024); (1 − 1/K) ∇J with "group-mean", which is 1 − 1/K times the
 *   leave-one-out estimate whatever the aggregate; (1 − 1/n) ∇J with "batch-mean" over n trajectories.
 * - scale "group-std" weights prompts by their difficulty. For rewards 0 and 1 with success p_q, the mean is
 *   E_q[F′(p_q) ∇p_q] with F′(p) = E[v / (σ + ε)] / (p (1 − p)), v = x (1 − x), x K ~ Binomial(K, p) successes
 *   and σ their deviation: the gradient of E_q[F(p_q)], where F → 2 arcsin √p as K grows (with K ≤ 3
 *   it is linear: all mixed groups have one σ). For other rewards it is the gradient of nothing that is known.
 *   GRPO: Shao et al. (2024), §4.1.
 * - scale "batch-std" and "batch-whitening" divide all prompts by the same number, so that the direction of ∇J
 *   is kept as n grows (∇J/σ times the center's factor); at finite n the deviation depends on the scores it
 *   divides. REINFORCE++ is the whitening of plain returns, its variant with a baseline that of group-centered
 *   ones: Hu et al. (2025).
 * - aggregate "sequence-mean" divides by the length L. With center "none" that is the gradient of E[R/L]; with
 *   "group-leave-one-out" it is E_q[∇E[R/L] − J_q ∇E[1/L]] with J_q held fixed, in general the gradient of
 *   nothing: right answers count more if short, wrong ones less if long. GRPO without it and without a scale
 *   is Dr. GRPO: Liu et al. (2025).
 * - aggregate "group-token-mean" (as DAPO is written: Yu et al. 2025, §3.3) and "batch-token-mean" (as it is
 *   commonly trained) are ratio estimators. The batch's tends to ∇J/E[L] (times the center's factor) as n grows;
 *   the group's to E_q[∇J_q/E_q[L]] as K grows, which weights prompts by the shortness of their answers.
 *
 * Unbiased for ∇J only with center "none" or "group-leave-one-out", no scale, and the sum. Clipped ratios, KL
 * penalties and discarded groups are not part of it: this is the gradient at θ_old.
 */
export const groupRelative = {
  summary: "group-relative advantages of whole trajectories: RLOO, GRPO, Dr. GRPO, DAPO, REINFORCE++",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { objective, groupSize } = context;
    refuse(chosen, groupSize);
    const moments: Moments = {
      deviation: chosen.deviation ?? "sample",
      over: chosen.over ?? "trajectories",
      epsilon: chosen.epsilon ?? 1e-6,
    };
    const centerIsFair = chosen.center === "none" || chosen.center === "group-leave-one-out";
    const ofGroups = ![chosen.center, chosen.scale, chosen.aggregate].some((each) =>
      each.startsWith("batch-"),
    );
    const sameLength = chosen.aggregate === "sum" || objective.horizon === 1;
    let returns = new Float64Array(0);
    let advantages = new Float64Array(0);
    return {
      estimand: {
        stateWeight: "discounted",
        unbiased: centerIsFair && chosen.scale === "none" && sameLength && aimsAt("discounted", context),
      },
      takes: { ...ANY_BATCH, fewest: chosen.scale === "none" ? groupSize : Math.max(2, groupSize) },
      law: { kind: ofGroups ? "mean" : "unknown" },
      ...weightedEstimate((batch, _, out) => {
        const { trajectories: n, offsets } = batch;
        returns = ensureLength(returns, n);
        advantages = ensureLength(advantages, n);
        returnToGo(batch, objective.discount, out);
        for (let i = 0; i < n; i++) advantages[i] = returns[i] = out[offsets[i]];
        center(batch, chosen.center, moments.over, advantages);
        scale(batch, chosen.scale, moments, returns, advantages);
        aggregate(batch, chosen.aggregate, advantages, out);
      }),
    };
  },
} satisfies EstimatorKind;

/** Refuses groups where there are none, and options that nothing would read. */
const refuse = (chosen: z.output<typeof options>, groupSize: number): void => {
  for (const option of ["center", "scale", "aggregate"] as const)
    if (groupSize === 1 && chosen[option].startsWith("group-"))
      throw new RangeError(`${option} "${chosen[option]}" needs groups: { size: K } in the study`);
  for (const option of ["epsilon", "deviation"] as const)
    if (chosen.scale === "none" && chosen[option] !== undefined)
      throw new RangeError(`${option} belongs to a scale; scale is "none"`);
  if (chosen.scale === "group-std" && !chosen.center.startsWith("group-"))
    throw new RangeError(`scale "group-std" needs a center of the group; center is "${chosen.center}"`);
  const overBatch = [chosen.center, chosen.scale].some((each) => each.startsWith("batch-"));
  if (!overBatch && chosen.over !== undefined)
    throw new RangeError("over belongs to a center or scale of the batch");
};
