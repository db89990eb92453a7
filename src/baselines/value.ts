import { z } from "zod";
import { type CriticOptions, criticOptions } from "../critics/choice.ts";
import { grown } from "../linear-algebra/scratch.ts";
import type { FrozenTable } from "../problem/frozen.ts";
import type { Baseline, BaselineContext, BaselineKind } from "./kind.ts";
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
    const { table } = critic;
    let values = new Float64Array(0);
    let ends = new Float64Array(0);
    return {
      unbiased: critic.fit !== "same-batch",
      minimumBatch: 1,
      ...((critic.fit ?? "training") === "training" && {
        separable: true,
        ...(table && { form: { across: "independent", values: (at: FrozenTable) => table(at) } }),
      }),
      subtract(batch, at, returns) {
        values = grown(values, batch.steps);
        ends = grown(ends, batch.trajectories);
        critic.evaluate(batch, at, values, ends);
        if (context.fromStart) subtractEach(batch, returns, (i) => values[batch.offsets[i]]);
        else for (let k = 0; k < batch.steps; k++) returns[k] -= values[k];
      },
      ...(critic.remember && { remember: (batch, at) => critic.remember?.(batch, at) }),
    };
  },
} satisfies BaselineKind;
