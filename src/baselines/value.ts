import { z } from "zod";
import { type CriticOptions, criticOptions } from "../critics/choice.ts";
import { type Critic, isFixed, memoryFrom } from "../critics/critic.ts";
import { ensureLength } from "../linear-algebra/scratch.ts";
import type { Baseline, BaselineContext, BaselineKind, BaselineLaw } from "./kind.ts";
import { subtractEach } from "./returns-from-start.ts";

/**
 * b = V(s_t), or V(s_0) where the return is counted from the start. Unbiased with any V that is not fitted to the
 * same batch. Source: Sutton & Barto (2018), §13.4.
 */
export const value = {
  summary: "a critic's value of the state",
  options: z.strictObject({ critic: criticOptions.describe("where the values come from") }),
  create({ critic: options }: { critic: CriticOptions }, context: BaselineContext): Baseline {
    const critic = context.critic(options);
    let values = new Float64Array(0);
    let ends = new Float64Array(0);
    return {
      unbiased: critic.fit !== "same-batch",
      minimumBatch: 1,
      law: lawOf(critic),
      minus: { values: critic.evaluate },
      subtract(batch, point, returns) {
        values = ensureLength(values, batch.steps);
        ends = ensureLength(ends, batch.trajectories);
        critic.evaluate(batch, point, values, ends);
        if (context.fromStart) subtractEach(batch, returns, (i) => values[batch.offsets[i]]);
        else for (let k = 0; k < batch.steps; k++) returns[k] -= values[k];
      },
      ...memoryFrom(critic),
    };
  },
} satisfies BaselineKind;

const lawOf = (critic: Critic): BaselineLaw => {
  const { table } = critic;
  if (!isFixed(critic)) return { kind: "unknown" };
  return table ? { kind: "form", across: "independent", values: table } : { kind: "mean" };
};
