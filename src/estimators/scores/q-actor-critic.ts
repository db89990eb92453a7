import { z } from "zod";
import { needActionValues } from "../../critics/action-values.ts";
import { criticOptions } from "../../critics/choice.ts";
import { type Critic, isFixed, memoryFrom } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { requireDiscreteActions } from "../../problem/over-actions.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import { ANY_BATCH, type Law } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { scalingOptions, weighted } from "../weighted.ts";

const options = z.strictObject({
  advantage: z.boolean().default(true).describe("whether V(s) = Σ_a π(a|s) Q(s,a) is subtracted from Q(s,a)"),
  critic: criticOptions.describe("where the action values come from"),
  stateWeight: stateWeightOption,
  ...scalingOptions,
});

/**
 * Action-value actor-critic: w_t = γᵗ (Q(s_t,a_t) − V(s_t)) with V(s) = Σ_a π(a|s) Q(s,a), or w_t = γᵗ Q(s_t,a_t). No
 * reward of the batch is looked at, unless the critic was fitted to it.
 *
 * Unbiased for ∇J where Q is exact; also where Q is the best fit in the span of the scores (compatible), which no
 * critic here is made to be.
 *
 * Source: Sutton et al. (2000), theorems 1 and 2; Konda & Tsitsiklis (2000).
 */
export const qActorCritic = {
  summary: "actor-critic with action values: Q(s,a), or Q(s,a) − V(s)",
  options,
  create(
    { average, normalize, deviation, epsilon, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { objective } = context;
    const A = requireDiscreteActions(context, "q-actor-critic");
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const critic = context.critic(chosen.critic);
    const actionValues = needActionValues(critic, chosen.critic);
    let values = new Float64Array(0); // [steps, A]
    return weighted({
      estimand: { stateWeight, unbiased: critic.exact === true && aimsAt(stateWeight, context) },
      takes: ANY_BATCH,
      law: lawOf(critic, chosen.advantage),
      advantages(batch, point, out) {
        values = ensureLength(values, batch.steps * A);
        actionValues(batch, point, values);
        point.overActions!.taken(batch, values, out);
        if (chosen.advantage) point.overActions!.subtractMean(batch, values, out);
      },
      weigh: weighBy(stateWeight, objective.discount),
      average,
      normalize,
      deviation,
      epsilon,
      ...memoryFrom(critic),
    });
  },
} satisfies EstimatorKind;

/** @param advantage whether V(s), the mean of Q(s, ·), is subtracted */
const lawOf = (critic: Critic, advantage: boolean): Law => {
  const { actionTable: actionValues } = critic;
  if (!isFixed(critic) || actionValues === undefined) return { kind: "unknown" };
  const values = (point: Point) => averaged(actionValues(point), point as DiscretePoint);
  return {
    kind: "form",
    form: { kind: "action-value", across: "independent", actionValues, ...(advantage && { values }) },
  };
};

/** V_t(s) = Σ_a π(a|s) Q_t(s,a), and 0 at the horizon. @param table Q. # [T, S, A] @returns [T + 1, S] */
const averaged = (table: Float64Array, { policy, probabilities }: DiscretePoint): Float64Array => {
  const { states: S, actions: A } = policy;
  const values = new Float64Array(table.length / A + S);
  for (let cell = 0; cell < table.length; cell++)
    values[Math.floor(cell / A)] += probabilities[cell % (S * A)] * table[cell];
  return values;
};
