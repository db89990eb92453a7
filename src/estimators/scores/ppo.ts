import { z } from "zod";
import { criticOptions } from "../../critics/choice.ts";
import { isFixed, memoryFrom } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
import { gae } from "../../trajectories/advantages.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { normalize } from "../normalize.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { normalizationOf, scalingOptions, weighted } from "../weighted.ts";
import { wrap } from "../wrap.ts";
import { criticAdvantage } from "./critic-advantage.ts";

const options = z.strictObject({
  clip: z.number().positive().default(0.2).describe("ε: ratios are clipped to 1 − ε … 1 + ε"),
  innerSteps: z.int().min(0).default(0).describe("gradient steps k on the same batch before the estimate"),
  of: z
    .enum(["displacement", "inner-gradient"])
    .optional()
    .describe(
      "what is estimated after inner steps: the way θ_k − θ that they have gone, for agents; or, if not given, the gradient ∇L(θ_k) at their end",
    ),
  innerLearningRate: z.number().positive().optional().describe("step size α of the inner steps"),
  critic: criticOptions.describe("where the values come from"),
  lambda: z.number().min(0).max(1).default(0.95).describe("λ of GAE"),
  stateWeight: stateWeightOption,
  ...scalingOptions,
});

/**
 * PPO: the way θ_k − θ of k inner steps along the gradient of the clipped surrogate on the same batch ("displacement"),
 * or the gradient at their end, ∇L(θ_k) ("inner-gradient"), with
 *
 *   L(θ') = (1/n) Σᵢ Σ_t γᵗ min(ρ_t Â_t, clip(ρ_t, 1 − ε, 1 + ε) Â_t),  ρ_t = π_θ'(a_t|s_t) / μ(a_t|s_t),
 *   θ_0 = θ,  θ_{j+1} = θ_j + α ∇L(θ_j),
 *
 * Â = GAE(λ) fixed at θ and μ the policy that acted. A step counts as w_t = γᵗ ρ_t Â_t, or 0 where the clipped
 * side is the smaller: Â > 0 and ρ > 1 + ε, or Â < 0 and ρ < 1 − ε.
 *
 * On-policy and at θ (k = 0) all ρ are 1, nothing is clipped, and it is the actor-critic's estimate to the bit:
 * unbiased where the critic is exact. After inner steps θ_k depends on the batch, and the states are those of θ:
 * biased for ∇J, at θ as at θ_k.
 *
 * An agent that is to move as PPO does follows the displacement with sgd of step size 1: θ_k takes the place of θ. Added
 * to θ, the gradient at θ_k would push on from where it does not belong.
 *
 * Source: Schulman et al. (2017), equation 7.
 *
 * @throws RangeError for inner steps without a step size, and the other way round
 */
export const ppo = {
  summary:
    "PPO: gradient of the clipped surrogate; after k inner steps their way θ_k − θ, or the gradient there",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { clip, innerSteps, innerLearningRate = 0, of } = chosen;
    if (innerSteps > 0 !== innerLearningRate > 0)
      throw new RangeError("innerLearningRate goes with innerSteps of 1 or more, and only with them");
    if (innerSteps === 0 && of === "displacement")
      throw new RangeError('of "displacement" needs innerSteps of 1 or more; without them there is none');
    const { policy, objective } = context;
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const weigh = weighBy(stateWeight, objective.discount);
    const critic = context.critic(chosen.critic);
    const normalization = normalizationOf(chosen);
    const plain = innerSteps === 0 && chosen.normalize === "none";
    const write = criticAdvantage(critic, gae(objective.discount, chosen.lambda));
    let advantages = new Float64Array(0); // of the batch, at θ
    let acting: Point; // θ, whose behavior drew the batch
    const theta = new Float64Array(policy.parameters);

    /** ∇L at the θ' that it is given. */
    const surrogate = weighted({
      estimand: { stateWeight, unbiased: plain && critic.exact === true && aimsAt(stateWeight, context) },
      takes: ANY_BATCH,
      law: { kind: plain && isFixed(critic) ? "mean" : "unknown" },
      advantages(batch, at, out) {
        at.ratios(batch, acting, out);
        for (let k = 0; k < batch.steps; k++) {
          const ratio = out[k];
          const advantage = advantages[k];
          const clipped = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
          out[k] = clipped ? 0 : ratio * advantage;
        }
      },
      weigh,
      average: chosen.average,
      normalize: "none", // done already
      ...memoryFrom(critic),
    });
    let inner: Point | undefined; // θ_j, with memory of its own
    // its weights are those of the last inner step, and no other estimator's
    return wrap(surrogate, {
      estimand: surrogate.estimand,
      law: surrogate.law,
      estimate(batch, point, out, random) {
        advantages = ensureLength(advantages, batch.steps);
        write(batch, point, advantages);
        if (normalization) normalize(advantages, batch.steps, normalization);
        acting = point;
        surrogate.estimate(batch, point, out, random);
        if (innerSteps === 0) return 0;
        inner ??= point.moved(point.theta);
        theta.set(point.theta);
        for (let step = 1; step <= innerSteps; step++) {
          for (let j = 0; j < theta.length; j++) theta[j] += innerLearningRate * out[j];
          if (step === innerSteps && of === "displacement") break;
          inner.moveTo(theta);
          surrogate.estimate(batch, inner, out, random);
        }
        if (of === "displacement") for (let j = 0; j < theta.length; j++) out[j] = theta[j] - point.theta[j];
        return 0;
      },
    });
  },
} satisfies EstimatorKind;
