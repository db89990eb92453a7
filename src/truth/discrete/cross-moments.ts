import type { ScoreSums } from "./score-sums.ts";
import type { Step } from "./step.ts";
import type { WeightedScores } from "./weighted-scores.ts";

/**
 * The moments E[X·C|s] and E[Y X·C|s] of the weighted scores X with the sum of scores C:
 *
 *   E[X·C|s]   = Σ_a π (c² ‖ψ‖² (q − b) + c ψ·E[κ Y'C' + X']) + E[X'·C']
 *   E[Y X·C|s] = Σ_a π (c² ‖ψ‖² (Var(Y|s,a) + q (q − b)) + c ψ·E[(2 y − b) κ Y'C' + κ² Y'²C' + y X' + κ Y'X'])
 *                + E[y X'·C' + κ Y'X'·C'].
 */
export class CrossMoments {
  readonly #weighted: WeightedScores;
  readonly #sums: ScoreSums;
  readonly #squares: Float64Array;
  /** E[X·C|s] and E[Y X·C|s] of this step and of the one after it. # [S, 2] */
  #products: Float64Array;
  #laterProducts: Float64Array;

  /** @param squares ‖ψ(s,a)‖². # [S, A] */
  constructor(weighted: WeightedScores, sums: ScoreSums, squares: Float64Array, states: number) {
    this.#weighted = weighted;
    this.#sums = sums;
    this.#squares = squares;
    this.#products = new Float64Array(2 * states);
    this.#laterProducts = new Float64Array(2 * states);
  }

  back(): void {
    [this.#products, this.#laterProducts] = [this.#laterProducts, this.#products];
  }

  /** E[Y X·C|s]. */
  productOf(s: number): number {
    return this.#products[2 * s + 1];
  }

  visit(step: Step): void {
    const { state: s, coefficient: c, decay, baseline: b, rewards, mean, variance } = step;
    const { model, successors, probabilities } = step;
    const { actions: A, start, probability, next } = model;
    const x = this.#weighted.vectors;
    const yc = this.#sums.vectors;
    const later = this.#laterProducts;
    let [plain, withY] = [0, 0];
    for (let a = 0; a < A; a++) {
      const row = s * A + a;
      const p = probabilities[row];
      if (p === 0) continue;
      const square = c * c * this.#squares[row];
      const q = mean[a];
      plain += p * square * (q - b);
      withY += p * square * (variance[a] + q * (q - b));
      for (let o = start[row]; o < start[row + 1]; o++) {
        const successor = successors.of[o];
        if (successor < 0) continue;
        const y = rewards[o];
        const w = p * probability[o];
        const at = 2 * next[o];
        plain +=
          w * (c * (yc.dotLater(s, a, successor, decay, 0) + x.dotLater(s, a, successor, 1, 0)) + later[at]);
        withY +=
          w *
          (c * yc.dotLater(s, a, successor, (2 * y - b) * decay, decay * decay) +
            c * x.dotLater(s, a, successor, y, decay) +
            y * later[at] +
            decay * later[at + 1]);
      }
    }
    this.#products[2 * s] = plain;
    this.#products[2 * s + 1] = withY;
  }
}
