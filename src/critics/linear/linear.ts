import { z } from "zod";
import { requireContinuous } from "../../../envs/contract/environment.ts";
import type { Objective } from "../../problem/objective.ts";
import type { Critic } from "../critic.ts";
import type { Features } from "../features/features.ts";
import { featureOptions, featuresOf } from "../features/index.ts";
import { fitOption } from "../fitted.ts";
import { horizonOption, withHorizon } from "../horizon.ts";
import type { CriticContext, CriticKind } from "../kind.ts";
import { decayOption, onlyFor, onlyWith, RIDGE, ridgeOption, sweepsOf, sweepsOption } from "../options.ts";
import { gradientMonteCarlo } from "./gradient-monte-carlo.ts";
import { linearTd } from "./linear-td.ts";
import { ridgeRegression } from "./ridge-regression.ts";

const options = z.strictObject({
  features: featureOptions.describe("φ(x): what V is linear in"),
  method: z
    .enum(["least-squares", "monte-carlo", "td"])
    .default("least-squares")
    .describe(
      "least squares of the reward-to-go, gradient steps towards it (monte-carlo), or TD(λ) step by step (td)",
    ),
  ridge: ridgeOption.optional().describe(`added to the diagonal of the matrix; ${RIDGE} if not given`),
  decay: decayOption,
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe("step size α of monte-carlo and td; 0.01 if not given"),
  lambda: z.number().min(0).max(1).optional().describe("λ of td, the decay of traces; 0 if not given"),
  sweeps: sweepsOption,
  fit: fitOption,
  horizon: horizonOption,
});
type Options = z.output<typeof options>;

/** Values that are linear in features of the observation. */
export const linear = {
  summary: "linear in features of the observation: least squares, gradient Monte Carlo or TD(λ)",
  options,
  create(chosen: Options, { environment, objective }: CriticContext) {
    const space = requireContinuous(environment, 'critic "linear"');
    const critic = byMethod(chosen, featuresOf(chosen.features, space, objective.horizon), objective);
    return withHorizon(critic, chosen.horizon, objective.horizon);
  },
} satisfies CriticKind;

/** @throws RangeError for an option that the method does not read */
const byMethod = (chosen: Options, features: Features, objective: Objective): Critic => {
  const { method, ridge, decay, learningRate, lambda, sweeps, fit } = chosen;
  onlyWith(["least-squares"], method, { ridge, decay });
  onlyWith(["monte-carlo", "td"], method, { learningRate, sweeps });
  onlyWith(["td"], method, { lambda });
  if (method === "least-squares") {
    onlyFor(fit === "training", "decay", "training", fit, decay);
    return ridgeRegression(features, objective, ridge ?? RIDGE, decay ?? 1, fit);
  }
  const step = learningRate ?? 0.01;
  if (method === "td")
    return linearTd(features, objective, lambda ?? 0, step, fit, sweepsOf({ fit, sweeps }));
  return gradientMonteCarlo(features, objective, step, fit, sweepsOf({ fit, sweeps }));
};
