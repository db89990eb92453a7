import { ensureLength } from "../linear-algebra/scratch.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { isDiscretePoint, type Point } from "./point.ts";
import { Lanes } from "./recursions/lanes.ts";
import type { Recursion } from "./recursions/recursion.ts";

/** ĝ = Σ_k w_k ∇θ log π(a_k|s_k), divided by the trajectories or by the steps of the batch. */
export interface SharedWeighting {
  readonly weigh: Weighting;
  readonly per: "trajectories" | "steps";
  /** The same weights, to the bit, as data: where they are an affine recursion. */
  readonly recursion?: Recursion | undefined;
}

/** Writes the weight of every step's score in the sum over a batch. @param out [steps] */
export type Weighting = (batch: TrajectoryBatch, point: Point, out: Float64Array) => void;

/**
 * The one kernel behind every score-function estimator: ĝ = (1/n) Σ_k w_k ∇θ log π(a_k|s_k).
 */
export const weightedEstimate = (
  weigh: Weighting,
  per: SharedWeighting["per"] = "trajectories",
  recursion?: Recursion,
): {
  readonly weighting: SharedWeighting;
  estimate(batch: TrajectoryBatch, point: Point, out: Float64Array): number;
} => {
  const weighting = { weigh, per, recursion };
  const estimateTogether = sharedEstimate([weighting]);
  return {
    weighting,
    estimate(batch, point, out) {
      estimateTogether(batch, point, [out]);
      return 0;
    },
  };
};

/**
 * Several estimates of one batch. Recursions are computed side by side, and the policy goes through the steps once, with
 * all weights.
 */
export const sharedEstimate = (weightings: readonly SharedWeighting[]) => {
  const [recursive, alone] = [true, false].map((wanted) =>
    [...weightings.keys()].filter((e) => (weightings[e].recursion !== undefined) === wanted),
  );
  const lanes = recursive.length > 1 ? new Lanes(recursive.map((e) => weightings[e].recursion!)) : undefined;
  const { length: E } = weightings;
  const weights = weightings.map(() => new Float64Array(0));
  const weighAlone = (batch: TrajectoryBatch, point: Point, e: number): Float64Array => {
    weights[e] = ensureLength(weights[e], batch.steps);
    weightings[e].weigh(batch, point, weights[e]);
    return weights[e];
  };
  return (batch: TrajectoryBatch, point: Point, outs: readonly Float64Array[]): void => {
    const pick = (chosen: readonly number[]) => chosen.map((e) => outs[e]);
    const cells = isDiscretePoint(point) ? point.probabilities.length : 0;
    const suited = lanes?.suits(batch, cells) === true;
    if (suited && isDiscretePoint(point)) {
      lanes.weightedScores(batch, point, pick(recursive));
      const others = alone.map((e) => weighAlone(batch, point, e));
      if (others.length > 0) point.weightedScores(batch, 0, batch.steps, others, pick(alone));
    } else if (suited) {
      const together = [...lanes.weights(batch, point), ...alone.map((e) => weighAlone(batch, point, e))];
      point.weightedScores(batch, 0, batch.steps, together, pick([...recursive, ...alone]));
    } else {
      for (let e = 0; e < E; e++) weighAlone(batch, point, e);
      point.weightedScores(batch, 0, batch.steps, weights, outs);
    }
    for (let e = 0; e < E; e++)
      divide(outs[e], weightings[e].per === "steps" ? batch.steps : batch.trajectories);
  };
};

const divide = (out: Float64Array, count: number): void => {
  for (let j = 0; j < out.length; j++) out[j] /= count;
};
