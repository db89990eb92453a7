import { actorCritic } from "./actor-critic.ts";
import type { EstimatorKind } from "./kind.ts";
import { reinforce } from "./reinforce.ts";

/** The table of estimators: its keys are the choices of `estimator.kind`. */
export const estimators = {
  reinforce,
  "actor-critic": actorCritic,
} satisfies Record<string, EstimatorKind>;
