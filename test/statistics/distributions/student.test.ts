import { describe, expect, it } from "vitest";
import { incompleteBeta, logGamma } from "../../../src/statistics/distributions/incomplete-beta.ts";
import {
  normalProbability,
  normalQuantile,
} from "../../../src/statistics/distributions/normal-distribution.ts";
import { studentProbability, studentQuantile, tails } from "../../../src/statistics/distributions/student.ts";

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe("logGamma", () => {
  it("is the logarithm of factorials and of √π", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(relative(Math.exp(logGamma(n)), factorial)).toBeLessThan(1e-12);
      factorial *= n;
    }
    expect(relative(Math.exp(logGamma(0.5)), Math.sqrt(Math.PI))).toBeLessThan(1e-13);
  });
});

describe("incompleteBeta", () => {
  it("is the tail of a binomial distribution where its parameters are whole", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (const [a, b, x] of [
      [1, 1, 0.3],
      [3, 5, 0.2],
      [7, 2, 0.9],
      [4, 12, 0.6],
    ]) {
      let tail = 0;
      for (let j = a; j < a + b; j++) tail += choose(a + b - 1, j) * x ** j * (1 - x) ** (a + b - 1 - j);
      expect(incompleteBeta(a, b, x)).toBeCloseTo(tail, 13);
    }
  });

  it("is 2 asin(√x)/π for a = b = ½, and goes from 0 to 1", () => {
    for (const x of [1e-9, 0.1, 0.5, 0.99])
      expect(incompleteBeta(0.5, 0.5, x)).toBeCloseTo((2 * Math.asin(Math.sqrt(x))) / Math.PI, 13);
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });
});

describe("what is unknown", () => {
  it("has no quantile and no tail", () => {
    expect(studentQuantile(0.975, Number.NaN)).toBeNaN();
    expect(studentQuantile(Number.NaN, 5)).toBeNaN();
    expect(tails(Number.NaN, 5)).toBeNaN();
  });
});

describe("normalProbability", () => {
  it("is Φ of tables, far out too", () => {
    const known: [number, number][] = [
      [-6, 9.865876450377012e-10],
      [-3.0001, 0.001349454913260717],
      [-1, 0.15865525393145705],
      [0.5, 0.6914624612740131],
      [1.959963984540054, 0.975],
      [-20, 2.7536241186063314e-89],
    ];
    for (const [z, p] of known) expect(relative(normalProbability(z), p), `${z}`).toBeLessThan(1e-12);
    expect(normalProbability(0)).toBe(0.5);
  });

  it("has a quantile that undoes it", () => {
    for (const p of [1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5])
      expect(relative(normalProbability(normalQuantile(p)), p), `${p}`).toBeLessThan(1e-12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.9)).toBe(-normalQuantile(1 - 0.9));
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
});

describe("studentQuantile", () => {
  it.each([
    [1, 12.706204736174698],
    [2, 4.302652729749464],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [10, 2.2281388519862744],
    [30, 2.0422724563012378],
    [100, 1.9839715185235518],
  ])("is that of tables at 0.975 for %i degrees of freedom", (freedom, quantile) => {
    expect(relative(studentQuantile(0.975, freedom), quantile)).toBeLessThan(1e-13);
    expect(studentQuantile(0.025, freedom)).toBeCloseTo(-quantile, 11);
  });

  it("is in closed form for one (Cauchy) and two degrees of freedom", () => {
    for (const p of [0.5, 0.6, 0.9, 0.999, 1 - 1e-9]) {
      expect(relative(1 + studentQuantile(p, 1), 1 + Math.tan(Math.PI * (p - 0.5)))).toBeLessThan(1e-7);
      const a = 4 * p * (1 - p);
      expect(relative(1 + studentQuantile(p, 2), 1 + 2 * (p - 0.5) * Math.sqrt(2 / a))).toBeLessThan(1e-7);
    }
  });

  it("undoes studentProbability, between whole degrees too, and tends to the normal one", () => {
    for (const freedom of [1, 1.7, 3.3, 12, 250])
      for (const p of [0.001, 0.2, 0.5, 0.95])
        expect(studentProbability(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 13);
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 6);
    expect(tails(Infinity, 4)).toBe(0);
    expect([studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([-Infinity, Infinity]);
  });
});
