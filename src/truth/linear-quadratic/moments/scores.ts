import type { GaussianShape } from "../../../policies/policy.ts";
import type { Exploration } from "./exploration.ts";
import { accumulate, combine, type Monomials, type Polynomial } from "./monomials.ts";

/** One polynomial for each parameter; undefined stands for 0. # [P] */
export type PolynomialVector = (Polynomial | undefined)[];

/** ψ of one parameter: x_j ε_k/σ_k (of K_kj), ε_k/σ_k (of b_k), or ε_k² − 1 (of log σ_k). */
interface Term {
  readonly parameter: number;
  readonly action: number; // k
  readonly factor: number | "one" | "deviation"; // j
}

/** The scores of a Gaussian policy, as polynomials of ζ = (x, ε). */
export class Scores {
  readonly parameters: number;
  readonly #states: Monomials;
  readonly #exploration: Exploration;
  readonly #shape: GaussianShape;
  readonly #deviation: Float64Array;
  /** 1 or 1 + ‖x‖²: Σ of the squared factors of ε_k/σ_k. */
  readonly #squares: Polynomial;
  readonly #terms: readonly Term[];

  /** @param states monomials of x @param deviation σ. # [K] @param parameters P */
  constructor(
    states: Monomials,
    exploration: Exploration,
    shape: GaussianShape,
    deviation: Float64Array,
    parameters: number,
  ) {
    this.parameters = parameters;
    this.#states = states;
    this.#exploration = exploration;
    this.#shape = shape;
    this.#deviation = deviation;
    const { variables: D } = states;
    const K = deviation.length;
    const linear = shape.mean === "linear";
    const terms: Term[] = [];
    const squares = states.zero(2);
    for (let action = 0; action < K; action++) {
      if (linear) for (let j = 0; j < D; j++) terms.push({ parameter: action * D + j, action, factor: j });
      if (linear && shape.bias) terms.push({ parameter: K * D + action, action, factor: "one" });
      if (!linear) terms.push({ parameter: action, action, factor: "one" });
      if (shape.deviation === "learned")
        terms.push({ parameter: parameters - K + action, action, factor: "deviation" });
    }
    if (linear) for (let j = 0; j < D; j++) squares[states.product(1 + j, 1 + j)] = 1;
    if (!linear || shape.bias) squares[0] = 1;
    this.#terms = terms;
    this.#squares = squares;
  }

  /** Whether a parameter has a score at more than one time: all but the means of an open loop. */
  recurs(parameter: number): boolean {
    const { mean, deviation } = this.#shape;
    const own = deviation === "learned" ? this.#deviation.length : 0;
    return mean === "linear" || parameter >= this.parameters - own;
  }

  /** Calls back with E[ψ_p f | x] of every p that has a score at t. @param of f of p, a polynomial of ζ */
  each(
    t: number,
    of: (parameter: number) => Polynomial | undefined,
    take: (parameter: number, expected: Polynomial) => void,
  ): void {
    const K = this.#deviation.length;
    for (const term of this.#terms) {
      const open = this.#shape.mean === "time" && term.factor === "one";
      const parameter = open ? t * K + term.parameter : term.parameter;
      const f = of(parameter);
      if (f !== undefined) take(parameter, this.#expect(term, f));
    }
  }

  /** Σ_p E[ψ_p f_p | x]. */
  dot(t: number, of: (parameter: number) => Polynomial | undefined, degree: number): Polynomial {
    const sum = this.#states.zero(degree);
    this.each(t, of, (_, expected) => accumulate(sum, 1, expected));
    return sum;
  }

  /** E[‖ψ‖² f | x]; of the degree of f plus 2. */
  square(f: Polynomial): Polynomial {
    const [states, exploration] = [this.#states, this.#exploration];
    const around = states.zero(states.degreeOf(exploration.expect(f)));
    const own = around.slice();
    for (const [k, sigma] of this.#deviation.entries()) {
      const second = exploration.expect(f, k, 2);
      accumulate(around, 1 / (sigma * sigma), second);
      if (this.#shape.deviation !== "learned") continue;
      accumulate(own, 1, combine([1, exploration.expect(f, k, 4)], [-2, second], [1, exploration.expect(f)]));
    }
    return accumulate(states.multiply(this.#squares, around), 1, own);
  }

  #expect({ action, factor }: Term, f: Polynomial): Polynomial {
    const exploration = this.#exploration;
    if (factor === "deviation")
      return combine([1, exploration.expect(f, action, 2)], [-1, exploration.expect(f)]);
    const scaled = exploration.expect(f, action, 1);
    for (let i = 0; i < scaled.length; i++) scaled[i] /= this.#deviation[action];
    return factor === "one" ? scaled : this.#states.timesVariable(factor, scaled);
  }
}
