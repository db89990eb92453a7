import { describe, expect, it } from "vitest";
import type { Random } from "../../../src/random.ts";
import { stream } from "../../../src/random.ts";
import { studentProbability } from "../../../src/statistics/distributions/student.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";
import { skewedMean } from "../../../src/statistics/resampling/skewed-mean.ts";
import { coverage, expectCovers, expectFails, exponentials, normals } from "../coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("skewedMean", () => {
  it("is Student's interval where nothing is skewed", () => {
    const values = of(-2, -1, 0, 1, 2);
    const [ours, students] = [skewedMean(values), meanInterval(values)];
    expect(ours.low).toBeCloseTo(students.low, 12);
    expect(ours.high).toBeCloseTo(students.high, 12);
  });

  it("holds the μ whose transformed t is at Student's quantiles", () => {
    const values = of(0, 0, 1, 1, 9); // x̄ = 2.2, Σ(x − x̄)² = 58.8, Σ(x − x̄)³ = 289.488
    const error = Math.sqrt(58.8 / 4 / 5);
    const skewness = ((-2.2) ** 3 * 2 + (-1.2) ** 3 * 2 + 6.8 ** 3) / (4 * 3 * 5) / error ** 3;
    const { estimate, low, high } = skewedMean(values);
    expect(estimate).toBeCloseTo(2.2, 14);
    const g = (mu: number) => {
      const t = (estimate - mu) / error;
      return ((1 + (skewness * t) / 3) ** 3 - 1) / skewness + skewness / 6;
    };
    expect(studentProbability(g(low), 4)).toBeCloseTo(0.975, 10);
    expect(studentProbability(g(high), 4)).toBeCloseTo(0.025, 10);
    expect(high - estimate).toBeGreaterThan(estimate - low); // the long side is where the tail is
    const mirrored = skewedMean(values.map((x) => -x));
    expect(mirrored.low).toBeCloseTo(-high, 12);
  });

  it("of equal strata is that of one with their variances, third cumulants and degrees of freedom", () => {
    const [a, b] = [of(0, 0, 1, 3), of(5, 5, 6, 8)];
    const { estimate, low, high } = skewedMean(Float64Array.of(...a, ...b), Int32Array.of(0, 4, 8));
    expect(estimate).toBe(3.5);
    const error = Math.sqrt(meanVariance(a) / 2); // of the mean of two such means
    const one = skewnessOfMean(a);
    const skewness = one / Math.SQRT2;
    const g = (mu: number) => {
      const t = (estimate - mu) / error;
      return ((1 + (skewness * t) / 3) ** 3 - 1) / skewness + skewness / 6;
    };
    expect(studentProbability(g(low), 6)).toBeCloseTo(0.975, 10);
    expect(studentProbability(g(high), 6)).toBeCloseTo(0.025, 10);
  });

  it("has no limits for a single unit, and no width for equal ones", () => {
    expect(skewedMean(of(7)).low).toBeNaN();
    expect(skewedMean(of(7, 7, 7))).toEqual({ estimate: 7, low: 7, high: 7 });
    expect(() => skewedMean(of())).toThrow("at least one unit");
  });

  it.each<[string, number, (random: Random) => Float64Array]>([
    ["normal", 0, (random) => normals(30, random)],
    ["exponential", 1, (random) => exponentials(40, random)],
    [
      "one in eight not zero",
      0.125,
      (random) => exponentials(200, random).map((x) => x * Number(random.next() < 0.125)),
    ],
  ])("covers %s values", (name, truth, draw) => {
    expectCovers(coverage(`hall ${name}`, truth, (random) => skewedMean(draw(random))));
  });

  it("covers where Student's interval lies too low", () => {
    const random = stream("too low");
    let [ours, students] = [0, 0];
    for (let i = 0; i < 2000; i++) {
      const values = exponentials(200, random).map((x) => x ** 2 * Number(random.next() < 0.2));
      if (skewedMean(values).high < 0.4) ours++;
      if (meanInterval(values).high < 0.4) students++;
    }
    expect(students / 2000).toBeGreaterThan(0.08); // in place of 0.025
    expect(ours / 2000).toBeLessThan(0.06);
    expectFails(1 - students / 2000);
  });
});

const centered = (values: Float64Array) =>
  values.map((x) => x - values.reduce((s, y) => s + y, 0) / values.length);
const meanVariance = (values: Float64Array) =>
  centered(values).reduce((s, x) => s + x * x, 0) / (values.length - 1) / values.length;
const skewnessOfMean = (values: Float64Array) => {
  const n = values.length;
  return (
    centered(values).reduce((s, x) => s + x ** 3, 0) / ((n - 1) * (n - 2) * n) / meanVariance(values) ** 1.5
  );
};
