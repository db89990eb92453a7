import { combine, type Polynomial } from "./monomials.ts";
import type { ScoreSums } from "./score-sums.ts";
import type { Step } from "./step.ts";
import type { WeightedScores } from "./weighted-scores.ts";

/**
 * Moments given x of X·C, X_t = c ψ (d + h + κȲ') + X' and C_t = c ψ + C':
 *
 *   E[X·C] = c² E[‖ψ‖² (d + h)] + c Σ_p E[ψ_p (κ Ȳ'C'_p + X'_p)] + E[X'·C'],
 *   E[Ȳ X·C] = c² E[‖ψ‖² (d + κȲ')(d + h + κȲ')] + c Σ_p E[ψ_p (f_p + h κ Ȳ'C'_p + n_p)] + E[(d + κȲ') X'·C'],
 *
 * with n_p of `WeightedScores` and f_p of `ScoreSums`, both of which have entered the step before.
 */
export class CrossMoments {
  /** E[X·C|x] and E[Ȳ X·C|x], of degrees 4 and 6. */
  product: Polynomial;
  productTimes: Polynomial;
  readonly #weighted: WeightedScores;
  readonly #sums: ScoreSums;

  constructor({ frame: { states } }: Step, weighted: WeightedScores, sums: ScoreSums) {
    this.product = states.zero(4);
    this.productTimes = states.zero(6);
    this.#weighted = weighted;
    this.#sums = sums;
  }

  visit(step: Step): void {
    const { frame, t, coefficient: c, decay, gap, first, second } = step;
    const { scores, exploration, both } = frame;
    const { laterMean, withRest } = this.#weighted;
    const { once, twice } = this.#sums;
    const h = exploration.lift(gap);
    const scaled = combine([1, second], [1, both.multiply(h, first)]);
    const plain = scores.dot(
      t,
      (p) => {
        const [e, m] = [once[p], laterMean[p]];
        return e && m && combine([1, e], [1, m]);
      },
      4,
    );
    const times = scores.dot(
      t,
      (p) => {
        const [f, n, e] = [twice[p], withRest[p], once[p]];
        return f && n && e && combine([1, f], [1, n], [1, both.multiply(h, e)]);
      },
      6,
    );
    this.productTimes = combine(
      [c * c, scores.square(scaled)],
      [c, times],
      [1, exploration.expect(step.timesIncrement(this.product))],
      [decay, exploration.expect(step.ahead(this.productTimes))],
    );
    this.product = combine(
      [c * c, scores.square(combine([1, first], [1, h]))],
      [c, plain],
      [1, exploration.expect(step.ahead(this.product))],
    );
  }
}
