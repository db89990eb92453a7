import type { DiscretePoint } from "../../problem/point.ts";

/** The scores ψ(s,a) = ∇θ log π(a|s), kept on the parameters that each state touches (k_s of them). */
export interface Scores {
  /** First entry of each state in `parameters`, and the end. # [S + 1] */
  readonly first: Int32Array;
  /** Parameters on which the score of some action of s is not zero, ascending. # [Σ k_s] */
  readonly parameters: Int32Array;
  /** ψ(s,a) on those of s begins at first[s]·A + a·k_s. # [Σ k_s·A] */
  readonly values: Float64Array;
  /** ‖ψ(s,a)‖². # [S, A] */
  readonly squares: Float64Array;
}

/**
 * Asks the policy for the score of every state and action, one by one: any policy will do, at S·A times the cost
 * of one weighted sum. A tabular softmax touches A parameters per state.
 */
export const scoresOf = ({ policy, probabilities }: DiscretePoint): Scores => {
  const { states: S, actions: A, parameters: P } = policy;
  const first = new Int32Array(S + 1);
  const squares = new Float64Array(S * A);
  const indicator = new Float64Array(S * A);
  const scores = Array.from({ length: A }, () => new Float64Array(P));
  const parameters: number[] = [];
  const values: number[] = [];
  for (let s = 0; s < S; s++) {
    for (let a = 0; a < A; a++) {
      indicator[s * A + a] = 1;
      policy.weightedScores(probabilities, indicator, scores[a]);
      indicator[s * A + a] = 0;
    }
    for (let j = 0; j < P; j++) if (touched(scores, j)) parameters.push(j);
    for (let a = 0; a < A; a++) {
      for (let k = first[s]; k < parameters.length; k++) {
        const score = scores[a][parameters[k]];
        values.push(score);
        squares[s * A + a] += score * score;
      }
    }
    first[s + 1] = parameters.length;
  }
  return { first, parameters: Int32Array.from(parameters), values: Float64Array.from(values), squares };
};

const touched = (scores: readonly Float64Array[], j: number): boolean => {
  for (let a = 0; a < scores.length; a++) if (scores[a][j] !== 0) return true;
  return false;
};
