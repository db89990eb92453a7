import { power } from "../../../arithmetic/power.ts";
import type { VarianceParts } from "../../discrete/decomposition.ts";
import { gaussianMean } from "./gaussian.ts";
import { accumulate, combine, type Polynomial } from "./monomials.ts";
import type { PastRewards } from "./past-rewards.ts";
import { polynomialOf, type Step } from "./step.ts";

/** Adds up the parts of the total variance that are within the steps; see `VarianceParts`. x_t is Gaussian. */
export class Decomposition implements VarianceParts {
  trajectory = 0;
  action = 0;
  state = 0;
  readonly #past: PastRewards | undefined;

  /** @param past where scores are weighted by the return from the start, and not by Y_t − b_t */
  constructor(past?: PastRewards) {
    this.#past = past;
  }

  visit(step: Step): void {
    const { frame, t, coefficient: c, first, second } = step;
    const { scores, states, both, solution } = frame;
    const { variables: D } = states;
    const mean = solution.means.subarray(t * D, (t + 1) * D);
    const covariance = solution.covariances.subarray(t * D * D, (t + 1) * D * D);
    const expected = (f: Polynomial) => gaussianMean(states, f, mean, covariance);
    const { weight, variance } = this.#weightOf(
      step,
      combine([1, second], [-1, both.multiply(first, first)]), // Var(Y_t | x, ε)
    );
    const whole = scores.square(both.multiply(weight, weight));
    const directions = states.zero(4); // ‖E[ψw|x]‖²
    let ofMean = 0; // ‖E[ψw]‖²
    scores.each(
      t,
      () => weight,
      (_, direction) => {
        accumulate(directions, 1, states.multiply(direction, direction));
        ofMean += expected(direction) ** 2;
      },
    );
    const square = expected(directions);
    this.trajectory += c * c * expected(scores.square(variance));
    this.action += c * c * (expected(whole) - square);
    this.state += c * c * Math.max(0, square - ofMean);
  }

  /** w = E[W_t | x, ε] and Var(W_t | x, ε) of what weights the score, given Var(Y_t | x, ε); past and future are independent. */
  #weightOf({ frame, t, first, mean, gap, decay }: Step, variance: Polynomial) {
    const { exploration, states } = frame;
    if (this.#past === undefined)
      return { weight: combine([1, first], [1, exploration.lift(gap)]), variance };
    const decayed = power(decay, t);
    const before = polynomialOf(states, this.#past.means[t]);
    const spread = polynomialOf(states, this.#past.variances[t]);
    return {
      weight: combine([decayed, first], [1, exploration.lift(combine([decayed, mean], [1, before]))]),
      variance: combine([decayed * decayed, variance], [1, exploration.lift(spread)]),
    };
  }
}
