import { describe, expect, it } from "vitest";
import { Exploration } from "../../../src/truth/linear-quadratic/moments/exploration.ts";
import { gaussianMean, smoothed } from "../../../src/truth/linear-quadratic/moments/gaussian.ts";
import { Monomials } from "../../../src/truth/linear-quadratic/moments/monomials.ts";
import { Substitution } from "../../../src/truth/linear-quadratic/moments/substitution.ts";
import { uneven } from "./solutions.ts";

const valueAt = ({ exponents, variables }: Monomials, f: Float64Array, x: ArrayLike<number>): number =>
  f.reduce((sum, coefficient, i) => {
    let product = coefficient;
    for (let v = 0; v < variables; v++) product *= x[v] ** exponents[i * variables + v];
    return sum + product;
  }, 0);

const two = new Monomials(2, 6);
const three = new Monomials(3, 6);
const f = uneven(two.counts[4], 1);
const g = uneven(two.counts[2], 2);
const point = [0.7, -1.3];

describe("polynomials", () => {
  it("have C(variables + d, d) monomials of degree ≤ d", () => {
    expect(two.counts).toEqual([1, 3, 6, 10, 15, 21, 28]);
    expect(new Monomials(6, 6).counts.at(-1)).toBe(924);
    expect([...two.exponents.subarray(0, 12)]).toEqual([0, 0, 1, 0, 0, 1, 2, 0, 1, 1, 0, 2]);
  });

  it("multiply as their values do", () => {
    const product = valueAt(two, two.multiply(f, g), point);
    expect(product).toBeCloseTo(valueAt(two, f, point) * valueAt(two, g, point), 12);
    expect(valueAt(two, two.timesVariable(1, f), point)).toBeCloseTo(point[1] * valueAt(two, f, point), 12);
  });

  it("take linear maps of their variables", () => {
    const matrix = uneven(6, 3); // [2, 3]
    const zeta = [0.4, -0.9, 1.1];
    const x = [0, 1].map((i) => zeta.reduce((sum, z, j) => sum + matrix[3 * i + j] * z, 0));
    const image = new Substitution(two, three, matrix).apply(f);
    expect(valueAt(three, image, zeta)).toBeCloseTo(valueAt(two, f, x), 12);
  });

  it("have the expectations of the moments of a Gaussian", () => {
    // x = 1 + w, y = −2 + v, Var w = 4, Var v = 1, Cov = 0.5
    const [mean, covariance] = [Float64Array.of(1, -2), Float64Array.of(4, 0.5, 0.5, 1)];
    const expected = (...powers: [number, number][]) => {
      const monomial = two.zero(6);
      const isIt = (i: number) => powers.every(([v, e]) => two.exponents[2 * i + v] === e);
      monomial[[...monomial.keys()].find(isIt)!] = 1;
      return gaussianMean(two, monomial, mean, covariance);
    };
    expect(expected([0, 0], [1, 0])).toBe(1);
    expect(expected([0, 2], [1, 0])).toBe(5);
    expect(expected([0, 1], [1, 1])).toBe(-1.5);
    expect(expected([0, 4], [1, 0])).toBe(1 + 6 * 4 + 3 * 16);
    expect(expected([0, 6], [1, 0])).toBe(1 + 15 * 4 + 15 * 3 * 16 + 15 * 64);
    expect(expected([0, 2], [1, 2])).toBe(5 * 5 + 2 * 0.5 ** 2 + 4 * 1 * -2 * 0.5);
  });

  it("are smoothed to the expectation about each point", () => {
    const [shift, deviation] = [Float64Array.of(0.3, -1), Float64Array.of(0, 0.8)];
    const direct = gaussianMean(
      two,
      f,
      Float64Array.from(point, (x, v) => x + shift[v]),
      Float64Array.of(0, 0, 0, 0.64),
    );
    expect(valueAt(two, smoothed(two, f, shift, deviation), point)).toBeCloseTo(direct, 12);
  });

  it("lose their exploration in expectation", () => {
    const exploration = new Exploration(two, three);
    expect(exploration.expect(exploration.lift(f))).toEqual(f);
    const h = uneven(three.counts[4], 4); // of x, y and ε
    const covariance = new Float64Array(9);
    covariance[8] = 1;
    for (const power of [0, 1, 2, 4]) {
      let weighted: Float64Array = h.slice();
      for (let k = 0; k < power; k++) weighted = timesLast(weighted);
      const direct = gaussianMean(large, weighted, Float64Array.of(...point, 0), covariance);
      expect(valueAt(two, exploration.expect(h, 0, power), point)).toBeCloseTo(direct, 11);
    }
  });
});

/** Room for ε⁴ beside degree 4. */
const large = new Monomials(3, 8);
const timesLast = (p: Float64Array) => large.timesVariable(2, p);
