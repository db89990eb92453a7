import { describe, expect, it } from "vitest";
import { directions, dot, meanVector } from "../../src/linear-algebra/vectors.ts";
import { stream } from "../../src/random.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { pairwiseCosine } from "../../src/statistics/pairwise-cosine.ts";
import { coverage, expectCovers, expectFails, scattered } from "./coverage.ts";

const row = (vectors: Float64Array, i: number, P: number) => vectors.subarray(i * P, (i + 1) * P);

/** cos(g_i, g_j), i < j. */
const cosines = (vectors: Float64Array, count: number): Float64Array => {
  const [units, P] = [directions(vectors, count), vectors.length / count];
  const all = [];
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) all.push(dot(row(units, i, P), row(units, j, P)));
  return Float64Array.from(all);
};

describe("pairwiseCosine", () => {
  it("is the mean over all pairs, 0 for those with an estimate of zero", () => {
    const vectors = scattered(12, [1, 0, 0.5], stream("pairs"));
    vectors.fill(0, 0, 3);
    expect(pairwiseCosine(vectors, 12).estimate).toBeCloseTo(mean(cosines(vectors, 12)), 13);
    expect(pairwiseCosine(Float64Array.of(3, 0, 0, 2), 2).estimate).toBeCloseTo(0, 15);
    expect(pairwiseCosine(Float64Array.of(1, 1, 5, 5), 2).estimate).toBeCloseTo(1, 14);
  });

  it.each([
    ["pointing one way", [1, 0.5, 0, 0, 0], "normal"],
    ["skewed", [1, 0, 0, 0, 0], "exponential"],
    ["pointing nowhere", [0, 0, 0, 0, 0], "normal"],
  ] as [string, number[], "normal" | "exponential"][])(
    "covers for 100 estimates %s; pairs as independent values fail",
    (name, mu, shape) => {
      const N = 200_000;
      const direction = meanVector(directions(scattered(N, mu, stream("truth", name), shape), N), N);
      const truth = dot(direction, direction) - (1 - dot(direction, direction)) / (N - 1);
      expectCovers(coverage(name, truth, (random) => pairwiseCosine(scattered(100, mu, random, shape), 100)));
      if (name === "pointing nowhere") return; // there the pairs are uncorrelated
      expectFails(
        coverage(
          `pairs ${name}`,
          truth,
          (random) => {
            const all = cosines(scattered(100, mu, random, shape), 100);
            const margin = 1.96 * Math.sqrt(variance(all) / all.length);
            return { low: mean(all) - margin, high: mean(all) + margin };
          },
          200,
        ),
      );
    },
  );
});
