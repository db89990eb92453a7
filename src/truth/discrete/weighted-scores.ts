import { BackwardVectors } from "./backward-vectors.ts";
import type { ScoreSupport } from "./score-support.ts";
import type { Scores } from "./scores.ts";
import type { Step } from "./step.ts";

/**
 * Moments of X_t = c_t ψ_t (Y_t − b_t) + X_{t+1}: the vectors E[X|s] and E[Y X|s], and E[‖X‖²|s].
 *
 *   E[X|s]    = Σ_a π c (q − b) ψ + E[X']
 *   E[Y X|s]  = Σ_a π c (Var(Y|s,a) + q (q − b)) ψ + E[y X' + κ Y'X']
 *   E[‖X‖²|s] = Σ_a π (c² ‖ψ‖² (Var(Y|s,a) + (q − b)²) + 2 c ψ·E[(y − b) X' + κ Y'X']) + E[‖X'‖²],  q = E[Y|s,a].
 */
export class WeightedScores {
  /** U = E[X|s], V = E[Y X|s]. */
  readonly vectors: BackwardVectors;
  readonly #squares: Float64Array;
  /** E[‖X‖²|s] of this step and of the one after it. # [S] */
  #norms: Float64Array;
  #laterNorms: Float64Array;

  constructor({ model, successors }: Step, scores: Scores, support: ScoreSupport) {
    this.vectors = new BackwardVectors(successors, scores, support);
    this.#squares = scores.squares;
    this.#norms = new Float64Array(model.states);
    this.#laterNorms = new Float64Array(model.states);
  }

  back(): void {
    this.vectors.back();
    [this.#norms, this.#laterNorms] = [this.#laterNorms, this.#norms];
  }

  /** E[‖X‖²|s]. */
  squareOf(s: number): number {
    return this.#norms[s];
  }

  visit(step: Step): void {
    const { state: s, coefficient: c, decay, baseline: b, rewards, mean, variance } = step;
    const { model, successors, probabilities, transitions, expectedRewards } = step;
    const { actions: A, start, probability } = model;
    const { vectors } = this;
    vectors.clear();
    let square = 0;
    for (let k = successors.first[s]; k < successors.first[s + 1]; k++) {
      if (transitions[k] === 0) continue;
      vectors.carry(s, k, transitions[k], decay === 0 ? 0 : expectedRewards[k], decay * transitions[k]);
      square += transitions[k] * this.#laterNorms[successors.next[k]];
    }
    vectors.finishCarry(s);
    for (let a = 0; a < A; a++) {
      const row = s * A + a;
      const p = probabilities[row];
      if (p === 0) continue;
      const advantage = mean[a] - b;
      let cross = 0;
      for (let o = start[row]; o < start[row + 1]; o++)
        if (successors.of[o] >= 0)
          cross += probability[o] * vectors.dotLater(s, a, successors.of[o], rewards[o] - b, decay);
      square += p * (c * c * this.#squares[row] * (variance[a] + advantage * advantage) + 2 * c * cross);
      vectors.addScore(s, a, p * c * advantage, p * c * (variance[a] + mean[a] * advantage));
    }
    this.#norms[s] = square;
  }
}
