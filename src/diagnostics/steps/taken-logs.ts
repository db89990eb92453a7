import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** log π(a_k|s_k) of every step of a batch. @returns [steps] */
export const takenLogs = (point: Point, batch: TrajectoryBatch): Float64Array => {
  const out = new Float64Array(batch.steps);
  point.logProbabilities(batch, out);
  return out;
};
