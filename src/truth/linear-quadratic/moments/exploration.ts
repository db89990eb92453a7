import type { Monomials, Polynomial } from "./monomials.ts";

/** E[ε^m] of a standard normal ε: (m − 1)!! for even m, else 0. */
const moment = (m: number): number => {
  if (m % 2 === 1) return 0;
  let product = 1;
  for (let k = m - 1; k > 1; k -= 2) product *= k;
  return product;
};

/** Expectations over the exploration ε, standard normal, of polynomials of ζ = (x, ε), as polynomials of x. */
export class Exploration {
  readonly #states: Monomials;
  readonly #both: Monomials;
  /** The monomial of x that a monomial of ζ is without its ε. # [monomials of ζ] */
  readonly #statePart: Int32Array;
  /** The monomial of ζ that is a monomial of x. # [monomials of x] */
  readonly #place: Int32Array;
  readonly #weights = new Map<number, Float64Array>();

  /** @param states monomials of x @param both monomials of ζ, whose first variables are x */
  constructor(states: Monomials, both: Monomials) {
    this.#states = states;
    this.#both = both;
    const { variables: D } = states;
    const statePart = new Int32Array(both.last.length);
    const place = new Int32Array(states.last.length);
    for (let i = 1; i < statePart.length; i++) {
      const v = both.last[i]; // of the variables that it has, the last: a monomial with v < D has no ε
      const parent = statePart[both.lower[i * both.variables + v]];
      statePart[i] = v < D ? states.product(1 + v, parent) : parent;
      if (v < D) place[statePart[i]] = i;
    }
    this.#statePart = statePart;
    this.#place = place;
  }

  /** f(x) as a polynomial of ζ. */
  lift(f: Polynomial): Polynomial {
    const out = this.#both.zero(this.#states.degreeOf(f));
    for (let i = 0; i < f.length; i++) out[this.#place[i]] = f[i];
    return out;
  }

  /** E[ε_k^power f | x]; with an odd power, of one degree less than f. */
  expect(f: Polynomial, k = 0, power = 0): Polynomial {
    const weights = this.#weightsOf(k, power);
    const out = this.#states.zero(this.#both.degreeOf(f) - (power % 2));
    for (let i = 0; i < f.length; i++) if (weights[i] !== 0) out[this.#statePart[i]] += weights[i] * f[i];
    return out;
  }

  #weightsOf(k: number, power: number): Float64Array {
    const key = power === 0 ? 0 : k * 8 + power;
    let weights = this.#weights.get(key);
    if (weights === undefined) {
      const { variables: n, exponents } = this.#both;
      const { variables: D } = this.#states;
      weights = Float64Array.from(this.#statePart, (_, i) => {
        let product = 1;
        for (let v = D; v < n; v++) product *= moment(exponents[i * n + v] + (v === D + k ? power : 0));
        return product;
      });
      this.#weights.set(key, weights);
    }
    return weights;
  }
}
