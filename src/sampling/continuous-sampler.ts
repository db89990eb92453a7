import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { hasSnapshots } from "../../envs/contract/environment.ts";
import { ROWS } from "../policies/body.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "../trajectories/batch.ts";
import { lanesOf } from "./lanes-of.ts";
import { LANES, lockstepSampler } from "./lockstep-sampler.ts";

/**
 * Draws trajectories of vectors, `LANES` at a time in lockstep. Without snapshots it is one trajectory after the other, unless
 * the environment has lanes of its own.
 */
export const continuousSampler = (
  environment: ContinuousEnvironment,
  policy: Pick<FunctionPolicy, "act">,
  horizon: number,
  actionDraws: Random,
  environmentDraws: Random,
  groupSize = 1,
): Sampler => {
  const { observationSize, action } = environment;
  const lanes = sideBySide(environment);
  const stepped = lanesOf(environment, environmentDraws, { lanes, groupSize, carry: false });
  const actionSize = action.size ?? 1;
  return lockstepSampler(
    { stepped, lanes, observationSize, actionSize, policy, horizon, groupSize },
    actionDraws,
  );
};

const sideBySide = (environment: ContinuousEnvironment): number => {
  const { lanes } = environment;
  if (lanes !== undefined) return Math.min(LANES, ROWS, lanes.sharedCount);
  return hasSnapshots(environment) ? Math.min(LANES, ROWS) : 1;
};
