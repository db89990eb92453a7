import { BackwardVectors } from "./backward-vectors.ts";
import type { ScoreSupport } from "./score-support.ts";
import type { Scores } from "./scores.ts";
import type { Step } from "./step.ts";

/**
 * Moments of the sum of scores C_t = c_t ψ_t + C_{t+1} with powers of Y: the vectors E[Y C|s] and E[Y²C|s]
 * (E[C|s] = 0), and E[Yᵏ ‖C‖²|s] for k = 0, 1, 2.
 *
 *   E[Y C|s]     = Σ_a π c q ψ + κ E[Y'C']
 *   E[Y²C|s]     = Σ_a π c (Var(Y|s,a) + q²) ψ + E[2 κ y Y'C' + κ² Y'²C']
 *   E[‖C‖²|s]    = Σ_a π c² ‖ψ‖² + E[‖C'‖²]
 *   E[Y ‖C‖²|s]  = Σ_a π (c² ‖ψ‖² q + 2 c κ ψ·E[Y'C']) + E[y ‖C'‖² + κ Y'‖C'‖²]
 *   E[Y²‖C‖²|s]  = Σ_a π (c² ‖ψ‖² (Var(Y|s,a) + q²) + 2 c ψ·E[2 κ y Y'C' + κ² Y'²C'])
 *                  + E[y² ‖C'‖² + 2 κ y Y'‖C'‖² + κ² Y'²‖C'‖²].
 */
export class ScoreSums {
  /** U = E[Y C|s], V = E[Y²C|s]. */
  readonly vectors: BackwardVectors;
  readonly #squares: Float64Array;
  /** E[Yᵏ ‖C‖²|s], k = 0, 1, 2, of this step and of the one after it. # [S, 3] */
  #powers: Float64Array;
  #laterPowers: Float64Array;

  constructor({ model, successors }: Step, scores: Scores, support: ScoreSupport) {
    this.vectors = new BackwardVectors(successors, scores, support);
    this.#squares = scores.squares;
    this.#powers = new Float64Array(3 * model.states);
    this.#laterPowers = new Float64Array(3 * model.states);
  }

  back(): void {
    this.vectors.back();
    [this.#powers, this.#laterPowers] = [this.#laterPowers, this.#powers];
  }

  /** E[Y²‖C‖²|s]. */
  squareOf(s: number): number {
    return this.#powers[3 * s + 2];
  }

  visit(step: Step): void {
    const { state: s, coefficient: c, decay, rewards, mean, variance } = step;
    const { model, successors, probabilities, transitions, expectedRewards } = step;
    const { actions: A, start, probability, next } = model;
    const { vectors } = this;
    const later = this.#laterPowers;
    vectors.clear();
    for (let k = successors.first[s]; k < successors.first[s + 1]; k++)
      if (transitions[k] !== 0)
        vectors.carry(
          s,
          k,
          decay * transitions[k],
          2 * decay * expectedRewards[k],
          decay * decay * transitions[k],
        );
    vectors.finishCarry(s);
    let [zeroth, first, second] = [0, 0, 0];
    for (let a = 0; a < A; a++) {
      const row = s * A + a;
      const p = probabilities[row];
      if (p === 0) continue;
      const q = mean[a];
      const q2 = variance[a] + q * q;
      const square = c * c * this.#squares[row];
      zeroth += p * square;
      first += p * square * q;
      second += p * square * q2;
      for (let o = start[row]; o < start[row + 1]; o++) {
        const successor = successors.of[o];
        if (successor < 0) continue;
        const y = rewards[o];
        const w = p * probability[o];
        const at = 3 * next[o];
        zeroth += w * later[at];
        first +=
          w * (2 * c * vectors.dotLater(s, a, successor, decay, 0) + y * later[at] + decay * later[at + 1]);
        second +=
          w *
          (2 * c * vectors.dotLater(s, a, successor, 2 * decay * y, decay * decay) +
            y * y * later[at] +
            2 * decay * y * later[at + 1] +
            decay * decay * later[at + 2]);
      }
      vectors.addScore(s, a, p * c * q, p * c * q2);
    }
    this.#powers[3 * s] = zeroth;
    this.#powers[3 * s + 1] = first;
    this.#powers[3 * s + 2] = second;
  }
}
