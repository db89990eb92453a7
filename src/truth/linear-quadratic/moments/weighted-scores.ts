import { accumulate, combine, type Polynomial } from "./monomials.ts";
import type { PolynomialVector } from "./scores.ts";
import type { Step } from "./step.ts";

/**
 * Moments given x of X_t = c ψ (Y_t − b_t) + X_{t+1} = c ψ (d + h + κ Ȳ') + X', with n_p(x, ε) = E[(d + κ Ȳ') X'_p | x, ε]:
 *
 *   E[X_p] = c E[ψ_p (d + h)] + E[X'_p],  E[Ȳ X_p] = c E[ψ_p ((d + κȲ')² + h d)] + E[n_p],
 *   E[‖X‖²] = c² E[‖ψ‖² (d + h + κ Ȳ')²] + 2c Σ_p E[ψ_p (n_p + h X'_p)] + E[‖X'‖²].
 */
export class WeightedScores {
  /** E[X|x], of degree 2. */
  mean: PolynomialVector;
  /** E[‖X‖²|x], of degree 6. */
  square: Polynomial;
  /** n_p, and E[X'_p | x, ε], of the step entered last: polynomials of ζ. */
  withRest: PolynomialVector = [];
  laterMean: PolynomialVector = [];
  /** E[Ȳ X|x], of degree 4, of parameters that have a score at earlier steps too. */
  #product: PolynomialVector;

  constructor({ frame }: Step) {
    this.mean = new Array(frame.scores.parameters).fill(undefined);
    this.#product = this.mean.slice();
    this.square = frame.states.zero(6);
  }

  visit(step: Step): void {
    const { frame, t, coefficient: c, decay, gap, first, second } = step;
    const { scores, exploration, states, both } = frame;
    const h = exploration.lift(gap);
    const advantage = combine([1, first], [1, h]);
    const scaled = combine([1, second], [1, both.multiply(h, first)]); // E[(d + κȲ')(d + h + κȲ')]
    const squared = combine([1, scaled], [1, both.multiply(h, advantage)]);

    this.laterMean = this.mean.map((m) => m && step.ahead(m));
    this.withRest = this.mean.map((m, p) => {
      const product = this.#product[p];
      if (m === undefined || !scores.recurs(p)) return undefined;
      const out = step.timesIncrement(m);
      return product ? accumulate(out, decay, step.ahead(product)) : out;
    });
    const cross = scores.dot(
      t,
      (p) => {
        const [rest, later] = [this.withRest[p], this.laterMean[p]];
        return rest && later && combine([1, rest], [1, both.multiply(h, later)]);
      },
      6,
    );
    this.square = combine(
      [c * c, scores.square(squared)],
      [2 * c, cross],
      [1, exploration.expect(step.ahead(this.square))],
    );

    const mean: PolynomialVector = this.laterMean.map((m) => m && exploration.expect(m));
    const product: PolynomialVector = this.withRest.map((n) => n && exploration.expect(n));
    scores.each(
      t,
      () => advantage,
      (p, expected) => {
        mean[p] = accumulate(mean[p] ?? states.zero(2), c, expected);
      },
    );
    scores.each(
      t,
      (p) => (scores.recurs(p) ? scaled : undefined),
      (p, expected) => {
        product[p] = accumulate(product[p] ?? states.zero(4), c, expected);
      },
    );
    this.mean = mean;
    this.#product = product;
  }
}
