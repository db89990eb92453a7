import { z } from "zod";
import { requireDiscrete } from "../../../envs/contract/environment.ts";
import { isTabular } from "../../policies/policy.ts";
import { linearQuadraticModel } from "../../truth/index.ts";
import type { Critic } from "../critic.ts";
import { horizonOption, withHorizon } from "../horizon.ts";
import type { CriticContext, CriticKind } from "../kind.ts";
import { quadraticsBeyond, tablesBeyond } from "./beyond.ts";
import { exact } from "./exact.ts";
import { exactQuadratic } from "./exact-quadratic.ts";

const options = z.strictObject({
  beyond: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("steps that the values look beyond the horizon, as if the task went on; none if not given"),
  horizon: horizonOption,
});

/** @throws RangeError where the horizon is asked about, and nothing lies beyond it */
const lookingBeyond = (
  { beyond, horizon }: z.output<typeof options>,
  { objective }: CriticContext,
  within: Critic,
  further: (steps: number) => Critic,
): Critic => {
  if (beyond !== undefined) return withHorizon(further(beyond), horizon, objective.horizon);
  if (horizon !== undefined)
    throw new RangeError("horizon goes with beyond, and only with it: the exact value at the horizon is 0");
  return within;
};

/** The values of the policy itself, where they are known. */
export const exactValues = {
  summary: "V_t(s) and Q_t(s,a) by dynamic programming, for environments with a model",
  options,
  create(chosen: z.output<typeof options>, context: CriticContext) {
    const { environment, policy } = context;
    if (linearQuadraticModel(environment)) {
      const gaussian = policy && !isTabular(policy) ? policy.gaussian : undefined;
      if (policy && gaussian === undefined)
        throw new RangeError(
          `the exact critic of ${environment.kind} needs a Gaussian policy with a linear mean; got ${policy.kind}`,
        );
      if (chosen.beyond !== undefined && gaussian?.mean === "time")
        throw new RangeError(
          "beyond needs a policy that goes on; this one has a mean per step of the horizon",
        );
      return lookingBeyond(chosen, context, exactQuadratic, quadraticsBeyond);
    }
    if (requireDiscrete(environment, "the exact critic").model === undefined)
      throw new RangeError(`the exact critic needs a model; ${environment.kind} has none`);
    return lookingBeyond(chosen, context, exact, tablesBeyond);
  },
} satisfies CriticKind;
