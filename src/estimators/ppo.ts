import { z } from "zod";
import { grown } from "../grown.ts";
import type { FrozenPolicy, TrajectoryBatch } from "../types.ts";
import { gae } from "./advantages.ts";
import { criticAdvantage } from "./critic-advantage.ts";
import { criticOptions, type EstimatorKind, stateWeightOption } from "./kind.ts";
import { discountByTime } from "./returns.ts";
import { weightedEstimate } from "./weighted.ts";

const options = z.strictObject({
  clip: z.number().positive().default(0.2).describe("ε: ratios are clipped to 1 − ε … 1 + ε"),
  innerSteps: z.int().min(0).default(0).describe("gradient steps k on the same batch before the estimate"),
  innerLearningRate: z.number().positive().optional().describe("step size of the inner steps"),
  critic: criticOptions.describe("where the values come from"),
  lambda: z.number().min(0).max(1).default(0.95).describe("λ of GAE"),
  stateWeight: stateWeightOption,
});

/**
 * PPO: the gradient of the clipped surrogate after k inner steps on the same batch, ∇L(θ_k), with
 *
 *   L(θ') = (1/n) Σᵢ Σ_t γᵗ min(ρ_t Â_t, clip(ρ_t, 1 − ε, 1 + ε) Â_t),  ρ_t = π_θ'(a_t|s_t) / μ(a_t|s_t),
 *   θ_0 = θ,  θ_{j+1} = θ_j + α ∇L(θ_j),
 *
 * Â = GAE(λ) fixed at θ and μ the policy that acted. A step counts as w_t = γᵗ ρ_t Â_t, or 0 where the clipped
 * side is the smaller: Â > 0 and ρ > 1 + ε, or Â < 0 and ρ < 1 − ε.
 *
 * On-policy and at θ (k = 0) all ρ are 1, nothing is clipped, and it is the actor-critic's estimate to the bit:
 * unbiased where the critic is exact. After inner steps θ_k depends on the batch, and the states are those of θ:
 * biased for ∇J, at θ and at θ_k.
 *
 * Source: Schulman et al. (2017), equation 7.
 */
export const ppo = {
  summary: "PPO: gradient of the clipped surrogate, after k inner steps",
  options,
  create(
    { clip, innerSteps, innerLearningRate, lambda, ...chosen }: z.output<typeof options>,
    { policy, objective, critic, offPolicy },
  ) {
    if (innerSteps > 0 !== (innerLearningRate !== undefined))
      throw new RangeError("innerLearningRate goes with innerSteps of 1 or more, and only with them");
    const { discount } = objective;
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const values = critic(chosen.critic);
    const write = criticAdvantage(values, gae(discount, lambda));
    let advantages = new Float64Array(0);

    /** ∇L at the θ' whose probabilities `now` has. */
    const surrogate = weightedEstimate(policy, ({ steps, states, actions }, now, out) => {
      for (let k = 0; k < steps; k++) {
        const row = states[k] * policy.actions + actions[k];
        const ratio = now.probabilities[row] / now.behavior[row];
        const advantage = advantages[k];
        const clipped = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
        out[k] = clipped ? 0 : ratio * advantage;
      }
    });
    const theta = new Float64Array(policy.parameters);
    const probabilities = new Float64Array(policy.states * policy.actions);
    return {
      stateWeight,
      unbiased:
        innerSteps === 0 &&
        values.exact === true &&
        !offPolicy &&
        (stateWeight === objective.stateWeight || discount === 1),
      minimumBatch: 1,
      ...(values.remember && { remember: values.remember }),
      estimate(batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array) {
        advantages = grown(advantages, batch.steps);
        write(batch, at, advantages);
        if (stateWeight === "discounted") discountByTime(batch, discount, advantages);
        surrogate(batch, at, out);
        if (innerLearningRate === undefined) return;
        theta.set(at.theta);
        const moved: FrozenPolicy = { ...at, policy, theta, probabilities, solution: undefined };
        for (let step = 0; step < innerSteps; step++) {
          for (let j = 0; j < theta.length; j++) theta[j] += innerLearningRate * out[j];
          policy.probabilities(theta, probabilities);
          surrogate(batch, moved, out);
        }
      },
    };
  },
} satisfies EstimatorKind;
