import { z } from "zod";
import { needActionValues } from "../../critics/action-values.ts";
import { criticOptions } from "../../critics/choice.ts";
import { type Critic, isFixed, memoryFrom } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { requireDiscreteActions } from "../../problem/over-actions.ts";
import { ANY_BATCH, type Estimator, type Law } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { averageOption } from "../weighted.ts";

const options = z.strictObject({
  critic: criticOptions.describe("where the action values come from"),
  stateWeight: stateWeightOption,
  average: averageOption,
});

/**
 * The all-action estimator, or expected policy gradient: ĝ = (1/n) Σ_i Σ_t γᵗ Σ_a ∇π(a|s_t) Q(s_t,a). Only the states
 * of the trajectories matter; of the actions, the expectation is taken. No baseline changes it, as Σ_a ∇π(a|s) = 0.
 *
 * Unbiased for ∇J where Q is exact.
 *
 * Source: Sutton et al. (2000), theorem 1; Ciosek & Whiteson (2018); Allen et al. (2017).
 */
export const allAction = {
  summary: "all-action (expected) policy gradient: Σ_a ∇π(a|s) Q(s,a) at every state",
  options,
  create({ average, ...chosen }: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { objective } = context;
    const A = requireDiscreteActions(context, "all-action");
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const critic = context.critic(chosen.critic);
    const actionValues = needActionValues(critic, chosen.critic);
    const weigh = weighBy(stateWeight, objective.discount);
    let values = new Float64Array(0); // [steps, A]
    let coefficients = new Float64Array(0);
    return {
      estimand: {
        stateWeight,
        unbiased: critic.exact === true && average === "trajectories" && aimsAt(stateWeight, context),
      },
      takes: ANY_BATCH,
      law: average === "trajectories" ? lawOf(critic) : { kind: "unknown" },
      estimate(batch, point, out) {
        values = ensureLength(values, batch.steps * A);
        coefficients = ensureLength(coefficients, batch.steps).fill(1);
        actionValues(batch, point, values);
        weigh(batch, coefficients);
        point.overActions!.expectedScores(batch, values, coefficients, out);
        const count = average === "steps" ? batch.steps : batch.trajectories;
        for (let j = 0; j < out.length; j++) out[j] /= count;
        return 0;
      },
      ...memoryFrom(critic),
    };
  },
} satisfies EstimatorKind;

const lawOf = (critic: Critic): Law => {
  const { actionTable: actionValues } = critic;
  if (!isFixed(critic) || actionValues === undefined) return { kind: "unknown" };
  return { kind: "form", form: { kind: "all-action", across: "independent", actionValues } };
};
