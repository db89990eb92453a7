import { HALF_UNIT } from "../../discrete/form-rewards.ts";
import type { Rounding } from "../../discrete/rounding.ts";
import { gaussianMean } from "./gaussian.ts";
import type { Polynomial } from "./monomials.ts";
import type { Step } from "./step.ts";

/**
 * What limits the digits of moments that are expectations of polynomials: each is as large as the sum of the absolute
 * values of its terms, and Y_t − b_t errs by some roundings of E[Y_t | x] and of b_t.
 */
export class RoundingOfPolynomials {
  readonly #start: Polynomial | undefined;
  #input = 0;
  #scores = 0;
  #returns = 0;

  /** @param start b_0, where scores are weighted by the return from the start */
  constructor(start?: Polynomial) {
    this.#start = start;
  }

  /** Takes in a step of the backward recursion, the last one first. */
  visit(step: Step): void {
    const { frame, t, coefficient: c, mean, gap } = step;
    const { scores, both, states, solution } = frame;
    const one = both.zero(0);
    one[0] = 1;
    const D = states.variables;
    const { means, covariances } = solution;
    const at = [
      means.subarray(t * D, (t + 1) * D),
      covariances.subarray(t * D * D, (t + 1) * D * D),
    ] as const;
    const square = c * c * Math.max(0, gaussianMean(states, scores.square(one), ...at));
    const steps = solution.objective.horizon - t;
    const roundings = steps * HALF_UNIT;
    this.#returns = roundings * (sizeOf(step, mean, t) + sizeOf(step, gap, t));
    this.#scores += square;
    this.#input += this.#start === undefined ? this.#returns * Math.sqrt(square) : 0;
  }

  /** @param first the step of t = 0 @param square E[‖X‖² | x_0] */
  of(first: Step, square: Polynomial): Rounding {
    const returns = this.#returns ** 2 * this.#scores;
    return {
      magnitude: sizeOf(first, square, 0),
      input: this.#start === undefined ? this.#input ** 2 : returns,
      returns,
      operations: 16 + first.frame.solution.objective.horizon,
    };
  }
}

/** Σ_k |f_k| E|m_k| over the monomials m_k of x_t, or more. */
const sizeOf = ({ frame: { states, solution } }: Step, f: Polynomial, t: number): number => {
  const D = states.variables;
  const absolute = (x: Float64Array, size: number) => x.slice(t * size, (t + 1) * size).map(Math.abs);
  return gaussianMean(
    states,
    f.map(Math.abs),
    absolute(solution.means, D),
    absolute(solution.covariances, D * D),
  );
};
