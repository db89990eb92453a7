import { power } from "../../../arithmetic/power.ts";
/** A polynomial: coefficients of the monomials of degree ≤ d, in the order of `Monomials`; d follows from the length. */
export type Polynomial = Float64Array;

/**
 * All monomials of some variables up to a degree, by degree, so that those of degree ≤ d are the first `counts[d]`.
 * Monomial 0 is 1, and monomial 1 + v is variable v. Products are looked up; one factor has at most degree 2.
 */
export class Monomials {
  readonly variables: number;
  readonly degree: number;
  /** Monomials of degree ≤ d. # [degree + 1] */
  readonly counts: readonly number[];
  /** # [monomials, variables] */
  readonly exponents: Uint8Array;
  /** The monomial divided by variable v, or −1. # [monomials, variables] */
  readonly lower: Int32Array;
  /** The last variable of each monomial, −1 for 1. # [monomials] */
  readonly last: Int32Array;
  /** Product of monomial i, of degree ≤ 2, with each j that it fits. # [counts[2]][counts[degree − degree of i]] */
  readonly #products: readonly Int32Array[];
  readonly #degrees: ReadonlyMap<number, number>;

  constructor(variables: number, degree: number) {
    this.variables = variables;
    this.degree = degree;
    const monomials: { powers: number[]; last: number }[] = [
      { powers: new Array<number>(variables).fill(0), last: -1 },
    ];
    const counts = [1];
    for (let d = 1, first = 0; d <= degree; d++) {
      const end = monomials.length;
      for (; first < end; first++) {
        const { powers, last } = monomials[first];
        for (let v = Math.max(0, last); v < variables; v++)
          monomials.push({ powers: powers.map((e, i) => (i === v ? e + 1 : e)), last: v });
      }
      counts.push(monomials.length);
    }
    this.counts = counts;
    this.#degrees = new Map(counts.map((count, d) => [count, d]));
    this.last = Int32Array.from(monomials, ({ last }) => last);
    this.exponents = Uint8Array.from(monomials.flatMap(({ powers }) => powers));

    const place = (v: number) => power(degree + 1, v);
    const keys = monomials.map(({ powers }) => powers.reduce((key, e, v) => key + e * place(v), 0));
    const byKey = new Map(keys.map((key, i) => [key, i]));
    this.lower = Int32Array.from(this.exponents, (e, k) =>
      e === 0 ? -1 : byKey.get(keys[Math.floor(k / variables)] - place(k % variables))!,
    );
    this.#products = Array.from({ length: counts[Math.min(2, degree)] }, (_, i) => {
      const own = i === 0 ? 0 : i < counts[1] ? 1 : 2;
      return Int32Array.from({ length: counts[degree - own] }, (_, j) => byKey.get(keys[i] + keys[j])!);
    });
  }

  /** The degree that a polynomial has room for. */
  degreeOf(polynomial: Polynomial): number {
    return this.#degrees.get(polynomial.length)!;
  }

  zero(degree: number): Polynomial {
    return new Float64Array(this.counts[degree]);
  }

  /** Monomial i times monomial j. @param i of degree ≤ 2 */
  product(i: number, j: number): number {
    return this.#products[i][j];
  }

  /** f g; the degrees of the two add up. */
  multiply(f: Polynomial, g: Polynomial): Polynomial {
    const [short, long] = f.length < g.length ? [f, g] : [g, f];
    const out = this.zero(this.degreeOf(short) + this.degreeOf(long));
    for (let i = 0; i < short.length; i++) {
      const factor = short[i];
      if (factor === 0) continue;
      const products = this.#products[i];
      for (let j = 0; j < long.length; j++) out[products[j]] += factor * long[j];
    }
    return out;
  }

  /** x_v f. */
  timesVariable(v: number, f: Polynomial): Polynomial {
    const out = this.zero(this.degreeOf(f) + 1);
    const products = this.#products[1 + v];
    for (let j = 0; j < f.length; j++) out[products[j]] += f[j];
    return out;
  }
}

/** Adds a multiple of a polynomial to one with room for its degree, in place. */
export const accumulate = (target: Polynomial, factor: number, f: Polynomial): Polynomial => {
  for (let k = 0; k < f.length; k++) target[k] += factor * f[k];
  return target;
};

/** Σ_k factor_k f_k, with room for the largest degree. */
export const combine = (...terms: readonly (readonly [number, Polynomial])[]): Polynomial => {
  const out = new Float64Array(Math.max(...terms.map(([, f]) => f.length)));
  for (const [factor, f] of terms) accumulate(out, factor, f);
  return out;
};
