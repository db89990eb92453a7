import { isTabular } from "../../policies/policy.ts";
import type { ContinuousPoint, Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { isLaneBatch } from "../../trajectories/lane-batch.ts";
import { logProbabilities } from "../../updates/rollouts/log-probabilities.ts";

/** log π(a_k|s_k) of every step of a batch, on inputs as they were normalized when the steps were drawn. @returns [steps] */
export const takenLogs = (point: Point, batch: TrajectoryBatch): Float64Array => {
  const out = new Float64Array(batch.steps);
  if (isLaneBatch(batch) && !isTabular(point.policy))
    logProbabilities((point as ContinuousPoint).policy.rows, batch, out);
  else point.logProbabilities(batch, out);
  return out;
};
