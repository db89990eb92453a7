import { describe, expect, it } from "vitest";
import {
  directions,
  dot,
  meanVector,
  projections,
  squaredDistances,
} from "../../../src/linear-algebra/vectors.ts";
import { stream } from "../../../src/random.ts";
import { squaredDistance } from "../../../src/statistics/bias/squared-distance.ts";
import { squareTrace } from "../../../src/statistics/square-trace.ts";
import { coverage, expectCovers, expectFails, scattered, trace } from "../coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("vectors", () => {
  it("have a mean, distances and projections", () => {
    const vectors = of(1, 2, 3, 6, 5, 4); // (1, 2), (3, 6), (5, 4)
    expect(meanVector(vectors, 3)).toEqual(of(3, 4));
    expect(squaredDistances(vectors, 3, of(3, 4))).toEqual(of(8, 4, 4));
    expect(projections(vectors, 3, of(3, 4), of(1, -1))).toEqual(of(0, -2, 2));
    expect(dot(of(1, 2), of(3, 4))).toBe(11);
    expect(directions(of(3, 4, 0, 0), 2)).toEqual(of(0.6, 0.8, 0, 0));
  });
});

describe("squareTrace", () => {
  it("is the mean of squared products of differences of disjoint pairs, over four", () => {
    // differences 1, −2, 4 of the numbers 3 2, 0 2, 5 1: products −2, −8, 4
    expect(squareTrace(of(3, 2, 0, 2, 5, 1), 6)).toBeCloseTo((4 + 64 + 16) / 3 / 4, 14);
  });

  it("has the mean tr(Σ²), where tr of the squared sample covariance is too large", () => {
    const random = stream("square trace");
    const [N, P, R] = [12, 8, 3000];
    let [sum, square, plugIn] = [0, 0, 0];
    for (let r = 0; r < R; r++) {
      const vectors = scattered(N, new Array(P).fill(0.3), random);
      const value = squareTrace(vectors, N);
      sum += value / R;
      square += value ** 2 / R;
      const center = meanVector(vectors, N);
      for (let i = 0; i < N; i++) {
        const shift = center.map((c, j) => vectors[i * P + j] - c);
        plugIn += projections(vectors, N, center, shift).reduce((s, x) => s + x * x, 0) / (N - 1) ** 2 / R;
      }
    }
    const error = Math.sqrt((square - sum ** 2) / R);
    expect(Math.abs(sum - trace(P, 2)) / error).toBeLessThan(4); // |z|
    expect((plugIn - trace(P, 2)) / error).toBeGreaterThan(8);
  });
});

describe("squaredDistance", () => {
  it("is the mean of (g_i − c)·(g_j − c) over all pairs", () => {
    const vectors = scattered(9, [1, 0, -1], stream("pairs"));
    const center = of(0.5, 0.2, 0);
    let sum = 0;
    for (let i = 0; i < 9; i++)
      for (let j = 0; j < 9; j++)
        if (i !== j)
          for (let k = 0; k < 3; k++)
            sum += (vectors[3 * i + k] - center[k]) * (vectors[3 * j + k] - center[k]);
    const { estimate, plugIn, totalVariance } = squaredDistance(vectors, 9, center);
    expect(estimate).toBeCloseTo(sum / 72, 12);
    expect(estimate).toBeCloseTo(plugIn - totalVariance / 9, 14);
  });

  it("keeps what is negative", () => {
    const { estimate, low } = squaredDistance(of(1, -1, 2, -2, 3, -3), 6, of(0));
    expect(estimate).toBeCloseTo(-28 / 30, 14); // (0² − 28)/(6 · 5)
    expect(low).toBeLessThan(estimate);
  });

  it("has no limits for fewer than six vectors, and no width for equal ones", () => {
    expect(squaredDistance(of(1, 2, 3, 4, 5), 5, of(0)).low).toBeNaN();
    expect(squaredDistance(new Float64Array(12).fill(2), 6, of(0, 0))).toMatchObject({
      estimate: 8,
      low: 8,
      high: 8,
    });
    expect(squaredDistance(new Float64Array(12).fill(2), 6, of(2, 2))).toMatchObject({
      estimate: 0,
      low: 0,
      high: 0,
    });
  });

  it.each<[string, number[], number, number, "normal" | "exponential"]>([
    ["no distance", [0, 0], 2, 100, "normal"],
    ["no distance in many coordinates", [0], 20, 50, "normal"],
    ["a distance that is hard to see", [0.15], 5, 50, "normal"],
    ["a large distance, skewed", [1, 1], 5, 100, "exponential"],
    ["a distance along little variance", [0, 0, 0, 0.5], 4, 50, "normal"],
  ])("covers %s; the plug-in ‖ḡ − c‖² with its standard error fails or is off", (name, mean, P, N, shape) => {
    const mu = Array.from({ length: P }, (_, j) => mean[j] ?? 0);
    const truth = mu.reduce((sum, x) => sum + x * x, 0);
    const origin = new Float64Array(P);
    const draw = (random: Parameters<typeof scattered>[2]) =>
      squaredDistance(scattered(N, mu, random, shape), N, origin);
    expectCovers(coverage(name, truth, draw));
    if (truth > 0.2) return; // there noise adds little to ‖ḡ‖²
    expectFails(
      coverage(`plug-in ${name}`, truth, (random) => {
        const { plugIn, noise, varianceAlong } = draw(random);
        const margin = 2 * Math.sqrt(noise ** 2 + (4 * varianceAlong * plugIn) / N);
        return { low: plugIn - margin, high: plugIn + margin };
      }),
    );
  });
});
