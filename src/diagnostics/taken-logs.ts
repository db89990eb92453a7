import { isTabular } from "../policies/policy.ts";
import type { FrozenPolicy, FrozenTable } from "../problem/frozen.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** log π(a_k|s_k) of every step of a batch. @returns [steps] */
export const takenLogs = (at: FrozenPolicy, batch: TrajectoryBatch): Float64Array => {
  const out = new Float64Array(batch.steps);
  if (!isTabular(at.policy)) {
    at.policy.logProbabilities(batch, out);
    return out;
  }
  const A = at.policy.actions;
  const { probabilities } = at as FrozenTable;
  for (let k = 0; k < batch.steps; k++)
    out[k] = Math.log(probabilities[batch.states[k] * A + batch.actions[k]]);
  return out;
};
