import { describe, expect, it } from "vitest";
import {
  coordinateRule,
  gaussianRule,
  type Surroundings,
  signRule,
} from "../../src/estimators/zeroth-order/direction-rules.ts";

/** J = x³ + x y² + 2 x z at (x, y, z) = (1, 2, −1). */
const J = ([x, y, z]: readonly number[]) => x ** 3 + x * y * y + 2 * x * z;
const theta = [1, 2, -1];
const h = 0.5;
const at = (v: Float64Array, side: number) => theta.map((x, j) => x + side * h * v[j]);
const about: Surroundings = {
  quotient: (v) => (J(at(v, 1)) - J(at(v, -1))) / (2 * h),
  slope(v, out) {
    out.fill(0);
    for (const side of [1, -1]) {
      const [x, y, z] = at(v, side);
      out[0] += (3 * x * x + y * y + 2 * z) / 2;
      out[1] += (2 * x * y) / 2;
      out[2] += (2 * x) / 2;
    }
  },
};
const slope = [3 + 4 - 2, 4, 2];

const result = (rule: typeof signRule): Float64Array => {
  const out = new Float64Array(3);
  expect(rule(about, out)).toBeLessThan(1e-12);
  return out;
};

describe("an average of difference quotients over directions", () => {
  it("along coordinates has the third derivative as its error: + h²", () => {
    for (const [j, x] of result(coordinateRule).entries())
      expect(x).toBeCloseTo([slope[0] + h ** 2, slope[1], slope[2]][j], 12);
  });

  it("along signs is ∇J + h² (∂³x + 3 ∂x∂y²) / 6 …, that is + h² (1 + 1)", () => {
    for (const [j, x] of result(signRule).entries())
      expect(x).toBeCloseTo([slope[0] + 2 * h ** 2, slope[1], slope[2]][j], 12);
  });

  it("along Gaussian directions is the gradient of E[J(θ + hv)] = J + h² (3x + x)", () => {
    for (const [j, x] of result(gaussianRule).entries())
      expect(x).toBeCloseTo([slope[0] + 4 * h ** 2, slope[1], slope[2]][j], 11);
  });

  it("takes more nodes where the function asks for them", () => {
    let evaluations = 0;
    const out = new Float64Array(2);
    // ∂/∂x E[cos(x + 2v)] at 0.7: −sin(0.7) e^{−2}
    const slope = (v: Float64Array, to: Float64Array) => {
      evaluations++;
      to.set([-(Math.sin(0.7 + 2 * v[0]) + Math.sin(0.7 - 2 * v[0])) / 2, 0]);
    };
    expect(gaussianRule({ quotient: () => 0, slope }, out)).toBeLessThan(1e-8);
    expect(out[0]).toBeCloseTo(-Math.sin(0.7) * Math.exp(-2), 11);
    expect(out[1]).toBe(0);
    expect(evaluations).toBeGreaterThan(100);
  });

  it("is given up where there are too many parameters, or no gradient", () => {
    const flat: Surroundings = { quotient: () => 0, slope: (_, out) => out.fill(0) };
    expect(gaussianRule(flat, new Float64Array(6))).toBe(0);
    const untouched = () => {
      throw new Error("evaluated in vain");
    };
    for (const P of [7, 8, 9, 40])
      expect(gaussianRule({ quotient: untouched, slope: untouched }, new Float64Array(P))).toBe(undefined);
    expect(gaussianRule({ quotient: () => 0 }, new Float64Array(2))).toBe(undefined);
    expect(signRule(flat, new Float64Array(14))).toBe(0);
    expect(signRule(flat, new Float64Array(15))).toBe(undefined);
    expect(coordinateRule(flat, new Float64Array(10_001))).toBe(undefined);
  });

  it("says how far off it may be where the quadrature has not settled", () => {
    const out = new Float64Array(2);
    const slope = ([v]: Float64Array, to: Float64Array) => to.set([Math.abs(v) < 0.3 ? 1 : 0, 0]);
    const error = gaussianRule({ quotient: () => 0, slope }, out)!;
    const off = Math.abs(out[0] - 0.23582284); // P(|v| < 0.3)
    expect(off).toBeGreaterThan(1e-3);
    expect(error).toBeGreaterThan(off / 2);
  });
});
