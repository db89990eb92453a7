import { z } from "zod";
import { needActionValues } from "../critics/action-values.ts";
import { criticOptions } from "../critics/choice.ts";
import { isFixed, memoryFrom } from "../critics/critic.ts";
import { ensureLength } from "../linear-algebra/scratch.ts";
import { requireDiscreteActions } from "../problem/over-actions.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Baseline, BaselineContext, BaselineKind } from "./kind.ts";

const options = z.strictObject({
  critic: criticOptions.describe("where φ(s,a) = Q(s,a) comes from"),
  correction: z
    .boolean()
    .default(true)
    .describe("whether ∇ E_a[φ(s,a)] is added back; without it the estimate is biased"),
});

/**
 * b = φ(s_t, a_t), a critic's value of the action that was taken. What it takes away on average is added back in
 * closed form: ĝ = mean of Σ_t c_t ((G_t − φ(s_t,a_t)) ψ_t + Σ_a π(a|s_t) φ(s_t,a) ∇ log π(a|s_t)).
 *
 * Unbiased with the correction, for any φ that is not fitted to the same batch. Without it the mean is short of
 * E[Σ_t c_t φ ψ_t].
 *
 * Source: Gu et al. (2017), (Q-Prop); Liu et al. (2018), on Stein control variates; Tucker et al. (2018) on what happens
 * without the correction.
 */
export const actionDependent = {
  summary: "a critic's value of the action, with its correction term",
  options,
  create({ critic: chosen, correction }: z.output<typeof options>, context: BaselineContext): Baseline {
    const A = requireDiscreteActions(context, 'baseline "action-dependent"');
    const { fromStart, policy, weigh } = context;
    if (fromStart) throw new RangeError('baseline "action-dependent" needs return "to-go"');
    const critic = context.critic(chosen);
    const actionValues = needActionValues(critic, chosen);
    const added = new Float64Array(policy.parameters);
    let values = new Float64Array(0); // [steps, A]
    let taken = new Float64Array(0); // [steps]
    let coefficients = new Float64Array(0);
    return {
      unbiased: correction && critic.fit !== "same-batch",
      minimumBatch: 1,
      law: { kind: isFixed(critic) ? "mean" : "unknown" },
      subtract(batch, point, returns) {
        values = ensureLength(values, batch.steps * A);
        actionValues(batch, point, values);
        taken = ensureLength(taken, batch.steps);
        point.overActions!.taken(batch, values, taken);
        for (let k = 0; k < batch.steps; k++) returns[k] -= taken[k];
      },
      ...(correction && {
        adjust(batch: TrajectoryBatch, point: Point, out: Float64Array) {
          coefficients = ensureLength(coefficients, batch.steps).fill(1);
          weigh(batch, coefficients);
          point.overActions!.expectedScores(batch, values, coefficients, added);
          for (let j = 0; j < out.length; j++) out[j] += added[j] / batch.trajectories;
        },
      }),
      ...memoryFrom(critic),
    };
  },
} satisfies BaselineKind;
