import { z } from "zod";
import { returnToGo } from "../../trajectories/returns.ts";
import { ANY_BATCH } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { scalingOptions, weighted } from "../weighted.ts";

const options = z.strictObject({
  beta: z.number().min(0).max(1).describe("β, the decay of the trace of scores"),
  rewards: z
    .enum(["plain", "discounted"])
    .optional()
    .describe("whether r_t counts γᵗ, with γ of the objective; plain, as in the paper, if not given"),
  ...scalingOptions,
});

/**
 * GPOMDP with an eligibility trace: z_t = β z_{t−1} + ∇ log π(a_t|s_t), ĝ = Σ_t r_t z_t. The same sum, taken from the
 * scores, has the weights w_t = Σ_{k≥t} βᵏ⁻ᵗ r_k, so that β stands in for γ and there is no factor γᵗ. In the paper one
 * trajectory goes on forever and the sum is divided by its steps, which is `average: steps` here.
 *
 * With `rewards: discounted` it is ĝ = Σ_t γᵗ r_t z_t, with γ of the objective, and w_t = γᵗ Σ_{k≥t} (βγ)ᵏ⁻ᵗ r_k: with
 * β = 1 that is reward-to-go with γᵗ, unbiased for ∇J_γ, and β < 1 takes variance away at the cost of a bias.
 *
 * Otherwise γ plays no part. It aims at the gradient of the average reward, of which it is unbiased in the limit β → 1. For J_γ it is unbiased
 * where β = γ and the objective has no state weight, or β = γ = 1.
 *
 * Source: Baxter & Bartlett (2001), Journal of Artificial Intelligence Research 15, algorithm 1.
 */
export const gpomdp = {
  summary: "GPOMDP: trace of scores that decays by β, times the reward of each step",
  options,
  create(
    { beta, rewards, average, normalize, deviation, epsilon }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { discount } = context.objective;
    const discounted = rewards === "discounted";
    const stateWeight = discounted ? "discounted" : "none";
    const decay = discounted ? beta * discount : beta;
    const sameDiscount = decay === discount;
    return weighted({
      estimand: { stateWeight, unbiased: sameDiscount && aimsAt(stateWeight, context) },
      takes: ANY_BATCH,
      law: sameDiscount ? { kind: "form", form: { kind: "to-go", across: "independent" } } : { kind: "mean" },
      advantages: (batch, _, out) => returnToGo(batch, decay, out),
      weigh: weighBy(stateWeight, discount),
      recursion: { decay, stateWeight, discount },
      average,
      normalize,
      deviation,
      epsilon,
    });
  },
} satisfies EstimatorKind;
