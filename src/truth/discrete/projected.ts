import type { DiscreteFrame } from "./frame.ts";
import { scoreSupportOf } from "./score-support.ts";
import type { Scores } from "./scores.ts";

/**
 * The frame of one number in place of the P of an estimate: ψ·u takes the place of every score ψ, so that the very same
 * recursions give the moments of X·u.
 *
 * @param u a unit vector. # [P]
 */
export const projected = (frame: DiscreteFrame, u: Float64Array): DiscreteFrame => {
  const { first, parameters, values, squares: all } = frame.scores;
  const S = first.length - 1;
  const A = all.length / S;
  const along = new Float64Array(S * A);
  for (let s = 0; s < S; s++) {
    const size = first[s + 1] - first[s];
    for (let a = 0; a < A; a++)
      for (let k = 0; k < size; k++)
        along[s * A + a] += values[first[s] * A + a * size + k] * u[parameters[first[s] + k]];
  }
  const scores: Scores = {
    first: Int32Array.from({ length: S + 1 }, (_, s) => s),
    parameters: new Int32Array(S),
    values: along,
    squares: along.map((x) => x * x),
  };
  return { ...frame, scores, support: scoreSupportOf(frame.successors, scores) };
};
