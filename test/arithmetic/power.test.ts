import { describe, expect, it } from "vitest";
import { power, powerOfTen } from "../../src/arithmetic/power.ts";

/** baseⁿ by n products. */
const product = (base: number, n: number) => Array.from({ length: n }).reduce<number>((p) => p * base, 1);

const bitsOf = (value: number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
};

describe("a power", () => {
  it("of an integer is exact below 2⁵³", () => {
    for (const base of [0, 1, 2, 3, 7, 10, 4095, -3])
      for (let n = 0; Math.abs(Number(BigInt(base) ** BigInt(n))) < 2 ** 53 && n < 60; n++)
        expect(power(base, n)).toBe(Number(BigInt(base) ** BigInt(n)));
  });

  it("is within n units in the last place of the quotient of integers", () => {
    for (const n of [1, 2, 3, 10, 37, 100, 307]) {
      const exact = Number((BigInt(9) ** BigInt(n) * 2n ** 200n) / BigInt(10) ** BigInt(n)) / 2 ** 200;
      expect(Math.abs(power(0.9, n) / exact - 1)).toBeLessThan(2 * n * 2 ** -52); // 0.9 itself is half a unit off
    }
  });

  it("is what products make of it, to rounding", () => {
    for (const base of [0.97, 0.999, 1.01, -0.5])
      for (const n of [0, 1, 2, 3, 25, 100, 1000])
        expect(Math.abs(power(base, n) / product(base, n) - 1)).toBeLessThan(2 * n * 2 ** -53 + 1e-300);
  });

  it("has the same bits everywhere", () => {
    expect([3, 7, 100, 1000].map((n) => bitsOf(power(0.9, n)))).toEqual([
      "3fe753f7ced91688", // 0.729
      "3fde9c6a99d1cdc0",
      "3efbda056ed49422",
      "366fee7413dac412",
    ]);
  });

  it("overflows, vanishes, and is 1 where the exponent is 0", () => {
    expect(power(10, 400)).toBe(Number.POSITIVE_INFINITY);
    expect(power(-10, 401)).toBe(Number.NEGATIVE_INFINITY);
    expect(power(0.1, 400)).toBe(0);
    expect(power(1, 2 ** 53 - 1)).toBe(1);
    for (const base of [0, -2, Number.POSITIVE_INFINITY, Number.NaN]) expect(power(base, 0)).toBe(1);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])("has no exponent %d", (exponent) => {
    expect(() => power(2, exponent)).toThrow(`an integer from 0 to 2⁵³ − 1; got ${exponent}`);
  });

  it("of ten is the nearest float64", () => {
    expect([-3, 0, 5, -320, 308].map(powerOfTen)).toEqual([0.001, 1, 100000, 1e-320, 1e308]);
  });
});
