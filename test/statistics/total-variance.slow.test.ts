import { describe, expect, it } from "vitest";
import { meanVector, squaredDistances } from "../../src/linear-algebra/vectors.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { contributions, totalVariance, totalVarianceBootstrap } from "../../src/statistics/total-variance.ts";
import { coverage, expectCovers, expectFails, scattered, trace } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);
const deviations = (count: number, parameters: number, random: Random, shape: "normal" | "exponential") => {
  const vectors = scattered(count, new Array(parameters).fill(0), random, shape);
  return squaredDistances(vectors, count, meanVector(vectors, count));
};

describe("totalVariance", () => {
  it("is Σ‖g − ḡ‖²/(N − 1), with limits t standard errors away on the scale of logarithms", () => {
    const { estimate, low, high } = totalVariance(of(1, 2, 3, 6));
    expect(estimate).toBe(4);
    const error = Math.sqrt((14 / 3) * (4 / 3) ** 2 * 0.25); // s of (4/3) (1, 2, 3, 6), over √4
    expect(Math.log(high / 4)).toBeCloseTo((3.1824463052837078 * error) / 4, 12);
    expect(low * high).toBeCloseTo(16, 12);
    expect(Array.from(contributions(of(1, 2, 3, 6)))).toEqual([4 / 3, 8 / 3, 4, 8]);
  });

  it("is zero with no width for equal estimates, and not defined for one", () => {
    expect(totalVariance(of(0, 0, 0))).toEqual({ estimate: 0, low: 0, high: 0 });
    expect(totalVariance(of(0)).estimate).toBeNaN();
  });

  it("covers for 100 estimates that are normal; χ² with N − 1 degrees of freedom fails in five dimensions", () => {
    const truth = trace(5);
    expectCovers(coverage("moments", truth, (random) => totalVariance(deviations(100, 5, random, "normal"))));
    expectFails(
      coverage("χ²", truth, (random) => {
        const { estimate } = totalVariance(deviations(100, 5, random, "normal"));
        return { low: (estimate * 99) / 128.42, high: (estimate * 99) / 73.36 }; // quantiles of χ²₉₉
      }),
    );
  });

  it("covers for 300 skewed estimates by the studentized bootstrap, where the spread of normal ones does not", () => {
    const [truth, P, N] = [trace(3), 3, 300];
    const draw = (random: Random) => deviations(N, P, random, "exponential");
    expectCovers(
      coverage("bootstrap", truth, (random) => totalVarianceBootstrap(draw(random), random, 0.95, 199)),
    );
    expectFails(
      coverage("as normal", truth, (random) => {
        const { estimate } = totalVariance(draw(random));
        const error = Math.sqrt((2 * trace(P, 2)) / N) / truth; // relative
        return { low: estimate * (1 - 1.96 * error), high: estimate * (1 + 1.96 * error) };
      }),
    );
  });

  it("gives the same bootstrap for the same stream", () => {
    const d = deviations(30, 2, stream("d"), "normal");
    expect(totalVarianceBootstrap(d, stream("b"))).toEqual(totalVarianceBootstrap(d, stream("b")));
    expect(totalVarianceBootstrap(d, stream("b")).estimate).toBeCloseTo(totalVariance(d).estimate, 13);
  });
});
