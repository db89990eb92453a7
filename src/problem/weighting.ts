import { ensureLength } from "../linear-algebra/scratch.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Point } from "./point.ts";

/** ĝ = Σ_k w_k ∇θ log π(a_k|s_k), divided by the trajectories or by the steps of the batch. */
export interface SharedWeighting {
  readonly weigh: Weighting;
  readonly per: "trajectories" | "steps";
}

/** Writes the weight of every step's score in the sum over a batch. @param out [steps] */
export type Weighting = (batch: TrajectoryBatch, point: Point, out: Float64Array) => void;

/**
 * The one kernel behind every score-function estimator: ĝ = (1/n) Σ_k w_k ∇θ log π(a_k|s_k).
 */
export const weightedEstimate = (
  weigh: Weighting,
  per: SharedWeighting["per"] = "trajectories",
): {
  readonly weighting: SharedWeighting;
  estimate(batch: TrajectoryBatch, point: Point, out: Float64Array): number;
} => {
  const estimateTogether = sharedEstimate([{ weigh, per }]);
  return {
    weighting: { weigh, per },
    estimate(batch, point, out) {
      estimateTogether(batch, point, [out]);
      return 0;
    },
  };
};

/** Several estimates of one batch: the policy goes through its steps once, with all weightings. */
export const sharedEstimate = (weightings: readonly SharedWeighting[]) => {
  const weights = weightings.map(() => new Float64Array(0));
  return (batch: TrajectoryBatch, point: Point, outs: readonly Float64Array[]): void => {
    for (let e = 0; e < weightings.length; e++) {
      weights[e] = ensureLength(weights[e], batch.steps);
      weightings[e].weigh(batch, point, weights[e]);
    }
    point.weightedScores(batch, 0, batch.steps, weights, outs);
    for (let e = 0; e < weightings.length; e++) {
      const count = weightings[e].per === "steps" ? batch.steps : batch.trajectories;
      for (let j = 0; j < outs[e].length; j++) outs[e][j] /= count;
    }
  };
};
