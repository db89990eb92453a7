import { z } from "zod";
import type { EstimatorContext, EstimatorKind } from "./kind.ts";
import { returnToGo } from "./returns.ts";
import { aimsAt } from "./state-weight.ts";
import { scalingOptions, weighted } from "./weighted.ts";

const options = z.strictObject({
  beta: z.number().min(0).max(1).describe("β, the decay of the trace of scores"),
  ...scalingOptions,
});

/**
 * GPOMDP with an eligibility trace: z_t = β z_{t−1} + ∇ log π(a_t|s_t), ĝ = Σ_t r_t z_t. The same sum, taken from the
 * scores, has the weights w_t = Σ_{k≥t} βᵏ⁻ᵗ r_k, so that β stands in for γ and there is no factor γᵗ. In the paper one
 * trajectory goes on forever and the sum is divided by its steps, which is `average: steps` here.
 *
 * It aims at the gradient of the average reward, of which it is unbiased in the limit β → 1. For J_γ it is unbiased
 * where β = γ and the objective has no state weight, or β = γ = 1.
 *
 * Source: Baxter & Bartlett (2001), Journal of Artificial Intelligence Research 15, algorithm 1.
 */
export const gpomdp = {
  summary: "GPOMDP: trace of scores that decays by β, times the reward of each step",
  options,
  create({ beta, average, normalize }: z.output<typeof options>, context: EstimatorContext) {
    const { objective } = context;
    const sameDiscount = beta === objective.discount;
    return weighted({
      stateWeight: "none",
      unbiased: sameDiscount && aimsAt("none", context),
      minimumBatch: 1,
      separable: true,
      ...(sameDiscount && { form: { kind: "to-go", across: "independent" } }),
      advantages: (batch, _, out) => returnToGo(batch, beta, out),
      weigh: () => {},
      average,
      normalize,
    });
  },
} satisfies EstimatorKind;
