import { accumulate, combine, type Polynomial } from "./monomials.ts";
import type { PolynomialVector } from "./scores.ts";
import type { Step } from "./step.ts";

/**
 * Moments given x of the sum of scores C_t = c ψ + C_{t+1}, E[C] = 0, and of its products with Ȳ_t = d + κ Ȳ':
 *
 *   E[C_p Ȳ] = c E[ψ_p d] + κ E[C'_p Ȳ'],  E[C_p Ȳ²] = c E[ψ_p (d + κȲ')²] + E[f_p],
 *   E[‖C‖² Ȳ^k] = c² E[‖ψ‖² (d + κȲ')^k] + 2c Σ_p E[ψ_p (d + κȲ')^k C'_p] + E[(d + κȲ')^k ‖C'‖²],  k = 0, 1, 2,
 *
 * with f_p(x, ε) = E[(d + κȲ')² C'_p | x, ε] = 2κ E[d C'_p Ȳ'] + κ² E[C'_p Ȳ'²].
 */
export class ScoreSums {
  /** E[C Ȳ|x], of degree 2. */
  withReturn: PolynomialVector;
  /** E[‖C‖²|x], E[‖C‖² Ȳ|x] and E[‖C‖² Ȳ²|x], of degrees 2, 4 and 6. */
  square: Polynomial;
  squareTimes: Polynomial;
  squareTwice: Polynomial;
  /** E[(d + κȲ') C'_p | x, ε] and f_p of the step entered last: polynomials of ζ. */
  once: PolynomialVector = [];
  twice: PolynomialVector = [];
  /** E[C Ȳ²|x], of degree 4, of parameters that have a score at earlier steps too. */
  #withSquare: PolynomialVector;

  constructor({ frame: { scores, states } }: Step) {
    this.withReturn = new Array(scores.parameters).fill(undefined);
    this.#withSquare = this.withReturn.slice();
    this.square = states.zero(2);
    this.squareTimes = states.zero(4);
    this.squareTwice = states.zero(6);
  }

  visit(step: Step): void {
    const { frame, t, coefficient: c, decay, first, second } = step;
    const { scores, exploration, states, both } = frame;
    const ahead = (f: Polynomial) => exploration.expect(step.ahead(f));

    this.once = this.withReturn.map((e) => e && scaled(decay, step.ahead(e)));
    this.twice = this.withReturn.map((e, p) => {
      const later = this.#withSquare[p];
      if (e === undefined || !scores.recurs(p)) return undefined;
      const out = scaled(2 * decay, step.timesIncrement(e));
      return later ? accumulate(out, decay * decay, step.ahead(later)) : out;
    });
    const later = { square: this.square, times: this.squareTimes, twice: this.squareTwice };
    const one = both.zero(0).fill(1);
    this.square = combine([c * c, scores.square(one)], [1, ahead(later.square)]);
    this.squareTimes = combine(
      [c * c, scores.square(first)],
      [2 * c, scores.dot(t, (p) => this.once[p], 4)],
      [1, exploration.expect(step.timesIncrement(later.square))],
      [decay, ahead(later.times)],
    );
    this.squareTwice = combine(
      [c * c, scores.square(second)],
      [2 * c, scores.dot(t, (p) => this.twice[p], 6)],
      [1, exploration.expect(step.timesIncrementTwice(later.square))],
      [2 * decay, exploration.expect(step.timesIncrement(later.times))],
      [decay * decay, ahead(later.twice)],
    );

    const withReturn: PolynomialVector = this.once.map((e) => e && exploration.expect(e));
    const withSquare: PolynomialVector = this.twice.map((f) => f && exploration.expect(f));
    scores.each(
      t,
      () => first,
      (p, expected) => {
        withReturn[p] = accumulate(withReturn[p] ?? states.zero(2), c, expected);
      },
    );
    scores.each(
      t,
      (p) => (scores.recurs(p) ? second : undefined),
      (p, expected) => {
        withSquare[p] = accumulate(withSquare[p] ?? states.zero(4), c, expected);
      },
    );
    this.withReturn = withReturn;
    this.#withSquare = withSquare;
  }
}

const scaled = (factor: number, f: Polynomial): Polynomial => f.map((x) => factor * x);
