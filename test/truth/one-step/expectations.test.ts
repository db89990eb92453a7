import { describe, expect, it } from "vitest";
import {
  type Distribution,
  expectations,
  noiseOfProduct,
  rayleigh,
  standardNormal,
  uniform,
} from "../../../src/truth/one-step/expectations.ts";

const expectation = (distribution: Distribution, f: (x: number) => number): number =>
  expectations(distribution, 1, (x, values) => {
    values[0] = f(x);
  }).values[0];

/** E[x^p], p = 0 … */
const moments: readonly [string, Distribution, readonly number[]][] = [
  ["a standard normal", standardNormal, [1, 0, 1, 0, 3, 0, 15, 0, 105]],
  ["a Rayleigh(1)", rayleigh, [1, Math.sqrt(Math.PI / 2), 2, 3 * Math.sqrt(Math.PI / 2), 8]],
  ["a uniform", uniform, [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]],
];

describe("expectations", () => {
  it.each(moments)("of powers of %s are exact to 1e-13", (_, distribution, expected) => {
    for (const [power, moment] of expected.entries())
      expect(Math.abs(expectation(distribution, (x) => x ** power) - moment)).toBeLessThan(
        1e-13 * Math.max(1, moment),
      );
  });

  it("takes several functions at once", () => {
    const { values } = expectations(standardNormal, 2, (x, out) => {
      out[0] = x * x;
      out[1] = Math.cos(x);
    });
    expect(values[0]).toBeCloseTo(1, 13);
    expect(values[1]).toBeCloseTo(Math.exp(-0.5), 13);
  });

  it.each([0.5, 5, 20, 100])("resolves waves and bumps much narrower than σ: k = %d", (k) => {
    expect(expectation(standardNormal, (x) => Math.cos(k * x))).toBeCloseTo(Math.exp((-k * k) / 2), 13);
    const narrow = expectation(standardNormal, (x) => Math.exp(-k * k * (x + 0.3) ** 2));
    const v = 1 + 2 * k * k;
    expect(narrow / (Math.exp((-k * k * 0.09) / v) / Math.sqrt(v))).toBeCloseTo(1, 12);
    expect(expectation(rayleigh, (w) => Math.exp((-k * w * w) / 2)) * (1 + k)).toBeCloseTo(1, 12);
  });

  it("of what is nothing but rounding errors settle only where their noise is told", () => {
    // equal numbers, but as they are computed they differ by some 1e-16
    const plus = (x: number) => Math.cos(Math.PI + x);
    const minus = (x: number) => Math.cos(Math.PI - x);
    expect(() => expectation(rayleigh, (w) => (plus(w) - minus(w)) ** 2)).toThrow(/do not settle/);
    const { values, errors } = expectations(rayleigh, 1, (w, out, noises) => {
      const difference = plus(w) - minus(w);
      out[0] = difference ** 2;
      noises[0] = noiseOfProduct(difference, difference, 1e-15);
    });
    expect(values[0]).toBeGreaterThan(0);
    expect(values[0]).toBeLessThan(errors[0]);
    expect(errors[0]).toBeLessThan(1e-28);
  });

  it("says so where a function has a jump", () => {
    expect(() => expectation(standardNormal, (x) => (x > 0.1234 ? 1 : 0))).toThrow(
      /do not settle: has it a jump/,
    );
  });

  it("is not finite where a function is not", () => {
    expect(expectation(standardNormal, (x) => Math.exp(x ** 4))).toBe(Number.POSITIVE_INFINITY);
    expect(expectation(standardNormal, () => Number.NaN)).toBeNaN();
  });
});
