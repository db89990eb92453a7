import { ensureLength } from "../linear-algebra/scratch.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** Takes in the two sums of scores of one trajectory; the arrays are reused. @param weighted [P] @param plain [P] */
type Visit = (weighted: Float64Array, plain: Float64Array) => void;

/**
 * Visits every trajectory with A = Σ_t c_t Y_t ψ_t and C = Σ_t c_t ψ_t, where ψ_t is the score of step t, Y_t its
 * return and c_t its state weight. Minus a baseline b, the estimate of the trajectory is A − b C.
 */
export const trajectoryScores = (
  parameters: number,
  weigh: (batch: TrajectoryBatch, weights: Float64Array) => void,
) => {
  const weighted = new Float64Array(parameters);
  const plain = new Float64Array(parameters);
  const sums = [plain, weighted];
  const weightings = [new Float64Array(0), new Float64Array(0)];

  return (batch: TrajectoryBatch, point: Point, returns: Float64Array, visit: Visit): void => {
    const { steps, offsets } = batch;
    weightings[0] = ensureLength(weightings[0], steps).fill(1);
    weightings[1] = ensureLength(weightings[1], steps);
    weigh(batch, weightings[0]);
    for (let k = 0; k < steps; k++) weightings[1][k] = weightings[0][k] * returns[k];
    for (let i = 0; i < batch.trajectories; i++) {
      point.weightedScores(batch, offsets[i], offsets[i + 1], weightings, sums);
      visit(weighted, plain);
    }
  };
};
