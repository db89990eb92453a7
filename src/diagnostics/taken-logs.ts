import { isTabular } from "../policies/policy.ts";
import type { DiscretePoint, Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** log π(a_k|s_k) of every step of a batch. @returns [steps] */
export const takenLogs = (point: Point, batch: TrajectoryBatch): Float64Array => {
  const out = new Float64Array(batch.steps);
  if (!isTabular(point.policy)) {
    point.policy.logProbabilities(batch, out);
    return out;
  }
  const A = point.policy.actions;
  const { probabilities } = point as DiscretePoint;
  for (let k = 0; k < batch.steps; k++)
    out[k] = Math.log(probabilities[batch.states[k] * A + batch.actions[k]]);
  return out;
};
