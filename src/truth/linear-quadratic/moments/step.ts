import { multiply } from "../../../linear-algebra/matrix.ts";
import { afterAffine, quadraticParts, quadraticSize } from "../quadratic.ts";
import type { QuadraticFrame } from "./frame.ts";
import { smoothed } from "./gaussian.ts";
import { accumulate, combine, type Monomials, type Polynomial } from "./monomials.ts";

/**
 * One time t of the backward recursion of Y_t = y_t + κ Y_{t+1}, centered: with g_t(x) = E[Y_t|x],
 * Ȳ_t = Y_t − g_t(x_t) = d_t + κ Ȳ_{t+1}, and d_t = W(x') − ℓ(x, ε) has mean 0 given x. Written by `enter`.
 */
export class Step {
  t: number;
  /** c_t, the weight of the score. */
  coefficient = 1;
  /** κ. */
  decay = 0;
  /** g_t and E[Ȳ_t²|x], of degree 2 and 4. */
  mean: Polynomial;
  variance: Polynomial;
  /** h_t = g_t − b_t, what Y_t − b_t has beside Ȳ_t. */
  gap: Polynomial;
  /** E[d|x, ε] and E[(d + κ Ȳ')²|x, ε]: polynomials of ζ. */
  first: Polynomial;
  second: Polynomial;
  readonly frame: QuadraticFrame;
  #gain: Polynomial; // W
  #loss: Polynomial; // ℓ
  #shift: Float64Array; // B b_t

  constructor(frame: QuadraticFrame) {
    const { states, both, solution } = frame;
    this.frame = frame;
    this.t = solution.objective.horizon;
    this.mean = this.gap = states.zero(2);
    this.variance = states.zero(4);
    this.first = this.#loss = both.zero(2);
    this.second = both.zero(4);
    this.#gain = states.zero(2);
    this.#shift = new Float64Array(states.variables);
  }

  /**
   * Goes one step back, to t.
   * @param gain W without κ g', a polynomial of x' @param loss ℓ without g, a quadratic of z = (x, u) @param baseline b_t
   */
  enter(t: number, gain: Polynomial, loss: Float64Array, baseline: Polynomial): void {
    const { frame, decay } = this;
    const { both, solution, exploration } = frame;
    const { states: D, size: K, model } = solution.dynamics;
    const { gain: feedback, deviation, offset } = solution.control;
    const n = D + K;
    const outer = new Float64Array(n * n); // z = (x, u) from ζ = (x, ε)
    for (let i = 0; i < D; i++) outer[i * n + i] = 1;
    for (let k = 0; k < K; k++) {
      outer.set(feedback.subarray(k * D, (k + 1) * D), (D + k) * n);
      outer[(D + k) * n + D + k] = deviation[k];
    }
    const shift = new Float64Array(n);
    shift.set(offset(t), D);

    this.t = t;
    this.#shift = multiply(model.B, offset(t), D, K, 1);
    this.#gain = combine([1, gain], [decay, this.mean]);
    const loose = polynomialOf(both, afterAffine(loss, n, outer, n, shift));
    const forecast = this.ahead(this.#gain);
    this.mean = exploration.expect(combine([1, forecast], [-1, loose]));
    this.#loss = combine([1, loose], [1, exploration.lift(this.mean)]);
    this.gap = combine([1, this.mean], [-1, baseline]);
    this.first = combine([1, forecast], [-1, this.#loss]);
    this.second = accumulate(
      this.timesIncrementTwice(Float64Array.of(1)),
      decay * decay,
      this.ahead(this.variance),
    );
    this.variance = exploration.expect(this.second);
  }

  /** E[f(x') | x, ε]. */
  ahead(f: Polynomial): Polynomial {
    const { states, ahead, solution } = this.frame;
    return ahead.apply(smoothed(states, f, this.#shift, solution.dynamics.model.noise));
  }

  /** E[d f(x') | x, ε]. */
  timesIncrement(f: Polynomial): Polynomial {
    const { states, both } = this.frame;
    const out = this.ahead(states.multiply(this.#gain, f));
    return accumulate(out, -1, both.multiply(this.#loss, this.ahead(f)));
  }

  /** E[d² f(x') | x, ε]. */
  timesIncrementTwice(f: Polynomial): Polynomial {
    const { states, both } = this.frame;
    const once = states.multiply(this.#gain, f);
    const out = this.ahead(states.multiply(this.#gain, once));
    const mixed = combine([-2, this.ahead(once)], [1, both.multiply(this.#loss, this.ahead(f))]);
    return accumulate(out, 1, both.multiply(this.#loss, mixed));
  }
}

/** A quadratic c + pᵀy + yᵀMy as a polynomial. # [1 + n + n²] */
export const polynomialOf = (basis: Monomials, row: Float64Array): Polynomial => {
  const n = basis.variables;
  const { constant, linear, matrix } = quadraticParts(row.subarray(0, quadraticSize(n)), 0, n);
  const out = basis.zero(2);
  out[0] = constant;
  for (let i = 0; i < n; i++) {
    out[1 + i] += linear[i];
    for (let j = 0; j < n; j++) out[basis.product(1 + i, 1 + j)] += matrix[i * n + j];
  }
  return out;
};
