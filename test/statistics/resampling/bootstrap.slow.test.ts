import { describe, expect, it } from "vitest";
import type { Random } from "../../../src/random.ts";
import { normal, stream } from "../../../src/random.ts";
import {
  normalProbability,
  normalQuantile,
} from "../../../src/statistics/distributions/normal-distribution.ts";
import { interquartileMeanOf, meanOf, medianOf } from "../../../src/statistics/location.ts";
import { mean, variance } from "../../../src/statistics/mean.ts";
import { bootstrap } from "../../../src/statistics/resampling/bootstrap.ts";
import { studentizedMean } from "../../../src/statistics/resampling/bootstrap-t.ts";
import { resample } from "../../../src/statistics/resampling/resample.ts";
import { coverage, expectCovers, expectFails, exponentials, normals } from "../coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);
const B = 199; // resamples: so few that a test is quick, and 0.975 (B + 1) is a whole number

describe("resample", () => {
  it("draws as many units of each stratum as it has, all equally often", () => {
    const random = stream("resample");
    const strata = Int32Array.of(0, 2, 7);
    const counts = new Int32Array(7);
    const sums = new Float64Array(7);
    const N = 20_000;
    for (let b = 0; b < N; b++) {
      resample(strata, random, counts);
      expect(counts[0] + counts[1]).toBe(2);
      expect(counts.reduce((sum, c) => sum + c, 0)).toBe(7);
      counts.forEach((count, i) => {
        sums[i] += count;
      });
    }
    // the variance of a count is 1 − 1/n_k
    sums.forEach((sum, i) => {
      expect(Math.abs(sum / N - 1) / Math.sqrt((1 - (i < 2 ? 1 / 2 : 1 / 5)) / N)).toBeLessThan(4); // |z|
    });
  });
});

describe("bootstrap", () => {
  it("has the quantiles of all resamples of two values as percentile limits", () => {
    // means 0, ½, ½, 1: the quantile at 0.3 is ½, that at 0.2 is 0
    const interval = (level: number) =>
      bootstrap(2, meanOf(of(0, 1)), stream("two"), { method: "percentile", resamples: 9999, level });
    expect(interval(0.4)).toEqual({ estimate: 0.5, low: 0.5, high: 0.5 });
    expect(interval(0.6)).toEqual({ estimate: 0.5, low: 0, high: 1 });
  });

  it("gives the same limits for the same stream, and others for another", () => {
    const values = normals(12, stream("values"));
    const limits = (key: number) => bootstrap(12, medianOf(values), stream(key));
    expect(limits(1)).toEqual(limits(1));
    expect(bootstrap(12, meanOf(values), stream(1))).not.toEqual(bootstrap(12, meanOf(values), stream(2)));
  });

  it("draws within strata: between them nothing varies", () => {
    const strata = Int32Array.of(0, 2, 4);
    const options = { strata, method: "percentile", resamples: B } as const;
    expect(bootstrap(4, meanOf(of(1, 1, 9, 9)), stream("strata"), options)).toEqual({
      estimate: 5,
      low: 5,
      high: 5,
    });
    expect(
      bootstrap(4, meanOf(of(1, 1, 9, 9)), stream("strata"), { ...options, strata: Int32Array.of(0, 4) }).low,
    ).toBe(1);
  });

  it("has no limits where no stratum has two units, or the statistic is not a number", () => {
    expect(bootstrap(1, meanOf(of(3)), stream("one")).low).toBeNaN();
    expect(bootstrap(2, () => Number.NaN, stream("nan")).high).toBeNaN();
    expect(() => bootstrap(0, meanOf(of()), stream("none"))).toThrow(RangeError);
  });

  it("expands to nearly Student's interval for a mean", () => {
    const values = normals(15, stream("expanded"));
    const { low, high } = bootstrap(15, meanOf(values), stream("expand"), { resamples: 20_000 });
    const margin = 2.1447866879169273 * Math.sqrt(variance(values) / 15);
    expect((high - low) / (2 * margin)).toBeGreaterThan(0.97);
    expect((high - low) / (2 * margin)).toBeLessThan(1.03);
  });

  const interval =
    (
      statistic: typeof meanOf,
      method: "percentile" | "expanded" | "bca",
      draw: (random: Random) => Float64Array,
    ) =>
    (random: Random) => {
      const values = draw(random);
      return bootstrap(values.length, statistic(values), random, { method, resamples: B });
    };

  it("covers the mean of ten normal values when expanded, and fails by percentiles", () => {
    const ten = (random: Random) => normals(10, random);
    expectCovers(coverage("expanded", 0, interval(meanOf, "expanded", ten)));
    expectFails(coverage("percentile", 0, interval(meanOf, "percentile", ten)));
  });

  it("covers the interquartile mean of six values, normal and skewed, when expanded, and fails by percentiles", () => {
    const six = (random: Random) => normals(6, random);
    const skewed = (random: Random) => exponentials(6, random);
    expectCovers(coverage("iqm of normal", 0, interval(interquartileMeanOf, "expanded", six)));
    expectCovers(
      coverage("iqm of skewed", exponentialIqm, interval(interquartileMeanOf, "expanded", skewed)),
    );
    expectFails(
      coverage("iqm percentile", exponentialIqm, interval(interquartileMeanOf, "percentile", skewed)),
    );
  });

  it("covers the median of 5 and of 20 values when expanded", () => {
    for (const n of [5, 20])
      expectCovers(
        coverage(
          `median of ${n}`,
          Math.LN2,
          interval(medianOf, "expanded", (random) => exponentials(n, random)),
        ),
      );
  });

  it("covers median and interquartile mean of 40 values by percentiles and by bias-corrected ones", () => {
    const forty = (random: Random) => exponentials(40, random);
    for (const method of ["percentile", "bca"] as const) {
      expectCovers(coverage(`median ${method}`, Math.LN2, interval(medianOf, method, forty), 1000));
      expectCovers(
        coverage(`iqm ${method}`, exponentialIqm, interval(interquartileMeanOf, method, forty), 1000),
      );
    }
  });

  it("covers within strata of six, where units of all strata drawn together do not", () => {
    const strata = Int32Array.of(0, 6, 12, 18);
    const draw = (random: Random) =>
      Float64Array.from({ length: 18 }, (_, i) => 5 * Math.floor(i / 6) + normal(random));
    const of18 = (options: object) => (random: Random) => {
      const values = draw(random);
      return bootstrap(18, meanOf(values), random, { resamples: B, ...options });
    };
    expectCovers(coverage("within strata", 5, of18({ strata })));
    expectFails(coverage("across strata", 5, of18({})));
  });

  it("corrects percentiles for bias and skewness by Efron's formula", () => {
    const values = exponentials(15, stream("efron"));
    const { low, high } = bootstrap(15, meanOf(values), stream("draws"), { method: "bca", resamples: 999 });
    const random = stream("draws");
    const center = mean(values);
    const drawn = Array.from({ length: 999 }, () =>
      mean(Float64Array.from({ length: 15 }, () => values[Math.floor(random.next() * 15)])),
    ).sort((a, b) => a - b);
    const bias = normalQuantile(drawn.filter((x) => x < center).length / 999);
    const deviations = Array.from(values, (x) => x - center); // leaving x out moves the mean by −(x − x̄)/14
    const a =
      deviations.reduce((sum, d) => sum + d ** 3, 0) /
      (6 * deviations.reduce((sum, d) => sum + d ** 2, 0) ** 1.5);
    const limit = (z: number) => {
      const place = normalProbability(bias + (bias + z) / (1 - a * (bias + z))) * 1000 - 1;
      const below = Math.floor(place);
      return drawn[below] + (place - below) * (drawn[below + 1] - drawn[below]);
    };
    expect(low).toBeCloseTo(limit(-1.959963984540054), 10);
    expect(high).toBeCloseTo(limit(1.959963984540054), 10);
    expect(high - center).toBeGreaterThan(1.2 * (center - low)); // skewed to the right, as the values are
  });
});

/** The mean of the exponential distribution between its quartiles: 2 ∫ −ln(1−p) dp from ¼ to ¾. */
const exponentialIqm = 2 * (integral(0.75) - integral(0.25));
function integral(p: number): number {
  return (1 - p) * Math.log(1 - p) + p; // ∫₀ᵖ −ln(1−q) dq
}

describe("studentizedMean", () => {
  it("is centered at the mean of the means of strata", () => {
    const { estimate, low, high } = studentizedMean(of(1, 2, 3, 10, 14), stream("t"), Int32Array.of(0, 3, 5));
    expect(estimate).toBe(7);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(7);
    expect(studentizedMean(of(4, 4), stream("t"))).toEqual({ estimate: 4, low: 4, high: 4 });
    expect(studentizedMean(of(4), stream("t")).low).toBeNaN();
  });

  it("covers the mean of 20 skewed values, where Student's t and percentiles do not", () => {
    const skewed = (random: Random) => exponentials(20, random).map((x) => x ** 1.3);
    const truth = 1.16671190519815; // Γ(2.3)
    expectCovers(
      coverage("studentized", truth, (random) => studentizedMean(skewed(random), random, undefined, 0.95, B)),
    );
    expectFails(
      coverage("student", truth, (random) => {
        const x = skewed(random);
        const margin = 2.093024054408263 * Math.sqrt(variance(x) / 20);
        return { low: mean(x) - margin, high: mean(x) + margin };
      }),
    );
    expectFails(coverage("skewed percentile", truth, interval20(skewed)));
  });
});

const interval20 = (draw: (random: Random) => Float64Array) => (random: Random) => {
  const values = draw(random);
  return bootstrap(values.length, meanOf(values), random, { method: "percentile", resamples: B });
};
