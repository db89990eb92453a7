import { describe, expect, it } from "vitest";
import { normal } from "../../src/random.ts";
import { normalProbability } from "../../src/statistics/distributions/normal-distribution.ts";
import { meanOfIntervals } from "../../src/statistics/mean-of-intervals.ts";
import { performanceProfile } from "../../src/statistics/performance-profile.ts";
import { proportionInterval } from "../../src/statistics/wilson.ts";
import { coverage, expectCovers, expectFails, normals } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("proportionInterval", () => {
  it("holds the p that are z of their own standard errors away", () => {
    const { estimate, low, high } = proportionInterval(7, 10);
    expect(estimate).toBe(0.7);
    for (const p of [low, high])
      expect(Math.abs(0.7 - p) / Math.sqrt((p * (1 - p)) / 10)).toBeCloseTo(1.959963984540054, 11);
  });

  it("is not empty where all or none succeed, and stays in [0, 1]", () => {
    expect(proportionInterval(0, 10).low).toBe(0);
    expect(proportionInterval(0, 10).high).toBeCloseTo(0.2775327998628889, 12); // z²/(n + z²)
    expect(proportionInterval(10, 10)).toMatchObject({ high: 1, low: 1 - proportionInterval(0, 10).high });
    expect(() => proportionInterval(0, 0)).toThrow("at least one trial");
  });
});

describe("meanOfIntervals", () => {
  it("adds variances on each side for itself", () => {
    const parts = [
      { estimate: 1, low: -2, high: 2 },
      { estimate: 3, low: -1, high: 3.5 },
    ];
    const { estimate, low, high } = meanOfIntervals(parts);
    expect(estimate).toBe(2);
    expect(2 - low).toBeCloseTo(Math.sqrt(9 + 16) / 2, 14);
    expect(high - 2).toBeCloseTo(Math.sqrt(1 + 0.25) / 2, 14);
    const [same] = parts;
    expect(meanOfIntervals([same])).toEqual(same);
  });
});

describe("performanceProfile", () => {
  it("is the share of scores above each threshold, with Wilson's band", () => {
    const profile = performanceProfile(of(0.5, 0, 1, 0.5), of(-1, 0, 0.4, 0.5, 1));
    expect(profile.map(({ estimate }) => estimate)).toEqual([1, 0.75, 0.75, 0.25, 0]);
    expect(profile[1]).toEqual(proportionInterval(3, 4));
  });

  it("is the mean of the shares of strata, whatever their sizes", () => {
    const strata = Int32Array.of(0, 1, 4);
    const [point] = performanceProfile(of(2, 0, 1, 5), of(0.5), strata);
    expect(point.estimate).toBeCloseTo((1 + 2 / 3) / 2, 14);
    expect(point).toEqual(meanOfIntervals([proportionInterval(1, 1), proportionInterval(2, 3)]));
    expect(() => performanceProfile(of(1), of(0), Int32Array.of(0, 2))).toThrow(RangeError);
  });

  it("covers the distribution at thresholds all over it, on average; z √(p(1−p)/n) fails", () => {
    const thresholds = Float64Array.from({ length: 25 }, (_, i) => -1.8 + 0.15 * i);
    const each = (interval: (share: number) => { low: number; high: number }, key: string) =>
      thresholds.reduce(
        (sum, threshold, i) =>
          sum +
          coverage(
            `${key} ${i}`,
            1 - normalProbability(threshold),
            (random) => interval(performanceProfile(normals(10, random), of(threshold))[0].estimate),
            300,
          ) /
            25,
        0,
      ); // 7500 repetitions in all: standard error 0.0025
    expectCovers(each((share) => proportionInterval(10 * share, 10), "wilson"));
    expectFails(
      each((share) => {
        const margin = 1.96 * Math.sqrt((share * (1 - share)) / 10);
        return { low: share - margin, high: share + margin };
      }, "wald"),
    );
  });

  it("covers with three strata of eight scores of different means", () => {
    const strata = Int32Array.of(0, 8, 16, 24);
    const threshold = 0.3;
    const truth = [-1, 0, 1].reduce((sum, mean) => sum + (1 - normalProbability(threshold - mean)) / 3, 0);
    const scores = (random: Parameters<typeof normal>[0]) =>
      Float64Array.from({ length: 24 }, (_, i) => Math.floor(i / 8) - 1 + normal(random));
    expectCovers(
      coverage("strata", truth, (random) => performanceProfile(scores(random), of(threshold), strata)[0]),
    );
  });
});
