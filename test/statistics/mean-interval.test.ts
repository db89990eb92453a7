import { describe, expect, it } from "vitest";
import { normal } from "../../src/random.ts";
import { studentProbability } from "../../src/statistics/distributions/student.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { pairedDifference } from "../../src/statistics/paired-difference.ts";
import { coverage, expectCovers, expectFails, exponentials, normals } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);
const within = (center: number, margin: number) => ({ low: center - margin, high: center + margin });

describe("meanInterval", () => {
  it("is x̄ ± t s/√n", () => {
    const { estimate, low, high } = meanInterval(of(1, 2, 3, 4, 5)); // s² = 2.5
    expect(estimate).toBe(3);
    expect(high - 3).toBeCloseTo(2.7764451051977934 * Math.sqrt(0.5), 12);
    expect(3 - low).toBeCloseTo(high - 3, 12);
  });

  it("takes the mean of the means of strata, and Satterthwaite's degrees of freedom", () => {
    // strata (1, 3) and (10, 10.5, 11, 12.5): means 2 and 11, v = 2/2 and (7/6)/4
    const strata = Int32Array.of(0, 2, 6);
    const { estimate, high } = meanInterval(of(1, 3, 10, 10.5, 11, 12.5), strata);
    expect(estimate).toBe(6.5);
    const v = [1, 7 / 24];
    const freedom = (v[0] + v[1]) ** 2 / (v[0] ** 2 + v[1] ** 2 / 3);
    const t = (high - 6.5) / (Math.sqrt(v[0] + v[1]) / 2);
    expect(studentProbability(t, freedom)).toBeCloseTo(0.975, 12);
  });

  it("has no limits for a single unit, and no width for equal ones", () => {
    expect(meanInterval(of(7))).toEqual({ estimate: 7, low: Number.NaN, high: Number.NaN });
    expect(meanInterval(of(7, 7, 7))).toEqual({ estimate: 7, low: 7, high: 7 });
    expect(meanInterval(of(7, 7, 1), Int32Array.of(0, 2, 3)).low).toBeNaN();
  });

  it("refuses strata that do not hold the units", () => {
    expect(() => meanInterval(of())).toThrow("at least one unit");
    expect(() => meanInterval(of(1, 2), Int32Array.of(0, 3))).toThrow("must hold all 2 units, but end at 3");
    expect(() => meanInterval(of(1, 2), Int32Array.of(0, 0, 2))).toThrow("stratum 0 holds no unit");
  });

  it("covers the mean of five normal values, where z in the place of t does not", () => {
    expectCovers(coverage("t", 0, (random) => meanInterval(normals(5, random))));
    expectFails(
      coverage("z", 0, (random) => {
        const x = normals(5, random);
        return within(mean(x), 1.96 * Math.sqrt(variance(x) / 5));
      }),
    );
  });

  it("covers the mean of 60 skewed values", () => {
    expectCovers(coverage("skewed", 1, (random) => meanInterval(exponentials(60, random))));
  });

  it("covers with strata of unequal means, spreads and sizes, where one stratum of all units does not", () => {
    const strata = Int32Array.of(0, 5, 17, 27);
    const draw = (random: Parameters<typeof normal>[0]) =>
      Float64Array.from({ length: 27 }, (_, i) =>
        i < 5 ? normal(random) : i < 17 ? 10 + 2 * normal(random) : -3 + 0.1 * normal(random),
      );
    expectCovers(coverage("strata", 7 / 3, (random) => meanInterval(draw(random), strata)));
    expectFails(coverage("pooled", 7 / 3, (random) => meanInterval(draw(random))));
  });

  it("fails with the episodes of five seeds as replicates, and covers with the means of the seeds", () => {
    const episodes = (random: Parameters<typeof normal>[0]) =>
      Array.from({ length: 5 }, () => normals(20, random, normal(random)));
    const flat = (seeds: Float64Array[]) => Float64Array.from(seeds.flatMap((each) => Array.from(each)));
    expectFails(coverage("episodes", 0, (random) => meanInterval(flat(episodes(random)))));
    expectCovers(
      coverage("seeds", 0, (random) =>
        meanInterval(Float64Array.from(episodes(random), (each) => mean(each))),
      ),
    );
  });
});

describe("pairedDifference", () => {
  it("is the interval of the differences", () => {
    expect(pairedDifference(of(5, 7, 9), of(1, 2, 3))).toEqual(meanInterval(of(4, 5, 6)));
    expect(() => pairedDifference(of(1, 2), of(1))).toThrow("2 values cannot be paired with 1");
  });

  it("covers the difference of values that share their noise, where intervals as of independent ones are too wide", () => {
    const pairs = (random: Parameters<typeof normal>[0]) => {
      const shared = normals(10, random);
      return [shared.map((x) => x + 1 + 0.3 * normal(random)), shared.map((x) => x + 0.3 * normal(random))];
    };
    const covers = coverage("pairs", 1, (random) => {
      const [x, y] = pairs(random);
      return pairedDifference(x, y);
    });
    expectCovers(covers);
    const unpaired = coverage("unpaired", 1, (random) => {
      const [x, y] = pairs(random);
      return within(mean(x) - mean(y), 2.1 * Math.sqrt((variance(x) + variance(y)) / 10));
    });
    expectFails(unpaired);
    expect(unpaired).toBeGreaterThan(0.97);
  });
});
