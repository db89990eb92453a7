import { norm } from "../linear-algebra/norm.ts";
import type { Exam } from "./exam.ts";

/** A gradient as a weighting of scores, and what is left of it. */
export interface Split {
  /** (1/n) Σ_k w_k ψ_k is the part of the gradient that weights scores. # [steps] */
  readonly weights: Float64Array;
  /** What is no weighting of scores. # [P] */
  readonly rest: Float64Array;
}

/**
 * The weights in a gradient of the exam, where every step has a state of its own: w_k = n g·ψ_k / ‖ψ_k‖².
 * @param gradient [P]
 */
export const splitGradient = (exam: Exam, gradient: Float64Array): Split => {
  const { actions: A, probabilities, lengths, trajectory } = exam;
  const chosen = exam.batch(exam.draw("any")).actions;
  const n = lengths.length;
  const weights = new Float64Array(trajectory.length);
  const rest = gradient.slice();
  for (let k = 0; k < weights.length; k++) {
    let [product, square] = [0, 0];
    for (let a = 0; a < A; a++) {
      const score = (chosen[k] === a ? 1 : 0) - probabilities[k * A + a];
      product += gradient[k * A + a] * score;
      square += score * score;
    }
    weights[k] = (n * product) / square;
    for (let a = 0; a < A; a++)
      rest[k * A + a] -= (weights[k] / n) * ((chosen[k] === a ? 1 : 0) - probabilities[k * A + a]);
  }
  return { weights, rest };
};

/** (1/n) Σ_k w_k ψ_k, for weights of any batch. @returns [S, A] */
export const weightedScores = (
  batch: {
    readonly steps: number;
    readonly trajectories: number;
    readonly states: Int32Array;
    readonly actions: ArrayLike<number>;
  },
  probabilities: Float64Array,
  actions: number,
  weights: Float64Array,
): Float64Array => {
  const sum = new Float64Array(probabilities.length);
  for (let k = 0; k < batch.steps; k++) {
    const row = batch.states[k] * actions;
    for (let a = 0; a < actions; a++)
      sum[row + a] +=
        (weights[k] / batch.trajectories) * ((batch.actions[k] === a ? 1 : 0) - probabilities[row + a]);
  }
  return sum;
};

/** The gradient of the exam that was split. @returns [P] */
export const joined = (exam: Exam, { weights, rest }: Split): Float64Array => {
  const batch = exam.batch(exam.draw("any"));
  return weightedScores(batch, exam.probabilities, exam.actions, weights).map((each, j) => each + rest[j]);
};

/** ‖a − b‖ relative to the larger of both; 0 where both are 0. */
export const difference = (a: Float64Array, b: Float64Array): number => {
  const larger = Math.max(norm(a), norm(b));
  return larger === 0 ? 0 : norm(a.map((each, i) => each - b[i])) / larger;
};
