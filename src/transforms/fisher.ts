import type { Savable } from "../memory/state.ts";
import type { TabularPolicy } from "../policies/policy.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** The whole matrix, or its diagonal alone. */
export type FisherPart = "matrix" | "diagonal";

/** The Fisher information that goes with the estimates of one estimator: of the model, or of their own batches. */
export interface EstimateFisher {
  /** Takes in a batch of the estimate that is being made. */
  see?(batch: TrajectoryBatch, point: Point): void;
  /** What it has taken in. */
  readonly seen?: Savable;
  /** Called once an estimate is finished. @returns false if F is as it was before */
  update(point: Point): boolean;
  /** Writes F as of the last update. @param out lower triangle of [P, P], or [P] */
  write(out: Float64Array): void;
}

/** The Fisher information of a policy over weighted visits, F = Σ_{s,a} w(s,a) ψ(s,a) ψ(s,a)ᵀ, ψ = ∇θ log π(a|s). */
export interface Fisher {
  /**
   * Writes the lower triangle of F; what is above the diagonal is left as it is.
   * @param visits w. # [S, A] @param out [P, P]
   */
  matrix(probabilities: Float64Array, visits: Float64Array, out: Float64Array): void;
  /** Writes the diagonal of F. @param visits w. # [S, A] @param out [P] */
  diagonal(probabilities: Float64Array, visits: Float64Array, out: Float64Array): void;
}

/**
 * Takes the policy's scores one by one, and of each only the coordinates that are not zero: a softmax has A of
 * them, whatever P is. Cost O(P) for each (s, a) that is visited, and the square of its nonzero coordinates.
 *
 * With w the visits of whole trajectories this is per trajectory, as the gradient is. For c_t = 1 it is the
 * Fisher information of the distribution of trajectories (Bagnell & Schneider 2003; Peters & Schaal 2008);
 * for c_t = γᵗ the matrix with which F⁻¹∇J are the weights of the compatible advantage (Kakade 2001, theorem 1).
 */
export const fisherOf = (policy: TabularPolicy): Fisher => {
  const chosen = new Float64Array(policy.states * policy.actions);
  const score = new Float64Array(policy.parameters);
  const places = new Int32Array(policy.parameters);

  /** Writes the score of (s, a), and where it is not zero; returns how many places that is. */
  const scoreAt = (probabilities: Float64Array, row: number): number => {
    chosen[row] = 1;
    policy.weightedScores(probabilities, chosen, score);
    chosen[row] = 0;
    let count = 0;
    for (let j = 0; j < score.length; j++) if (score[j] !== 0) places[count++] = j;
    return count;
  };

  return {
    matrix(probabilities, visits, out) {
      out.fill(0);
      for (let row = 0; row < visits.length; row++) {
        if (visits[row] === 0) continue;
        const count = scoreAt(probabilities, row);
        for (let p = 0; p < count; p++) {
          const first = places[p] * score.length;
          const weight = visits[row] * score[places[p]];
          for (let q = 0; q <= p; q++) out[first + places[q]] += weight * score[places[q]];
        }
      }
    },
    diagonal(probabilities, visits, out) {
      out.fill(0);
      for (let row = 0; row < visits.length; row++) {
        if (visits[row] === 0) continue;
        const count = scoreAt(probabilities, row);
        for (let p = 0; p < count; p++) out[places[p]] += visits[row] * score[places[p]] ** 2;
      }
    },
  };
};
