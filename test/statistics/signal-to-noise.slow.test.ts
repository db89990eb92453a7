import { describe, expect, it } from "vitest";
import { dot } from "../../src/linear-algebra/vectors.ts";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import { squaredDistance } from "../../src/statistics/bias/squared-distance.ts";
import { gradientNoiseScale, ratioOfMeans } from "../../src/statistics/gradient-noise-scale.ts";
import { signalToNoise } from "../../src/statistics/signal-to-noise.ts";
import { splitHalfCosine } from "../../src/statistics/split-half-cosine.ts";
import { coverage, expectCovers, expectFails, scattered, trace } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("signalToNoise", () => {
  it("is ‖ḡ‖² − trΣ̂/N over trΣ̂", () => {
    const vectors = of(1, -1, 2, -2, 3, -3, 4, 4); // mean 1, Σ̂ = 52/7
    expect(signalToNoise(vectors, 8).estimate).toBeCloseTo((1 - 52 / 56) / (52 / 7), 14);
    expect(signalToNoise(of(1, -1, 2, -2, 3, -3), 6).estimate).toBeCloseTo(-1 / 6, 14);
  });

  it("has limits where U − ρV is t of its standard errors away", () => {
    // one coordinate, and no other formula: mean 5, so that U is far from zero
    const x = [4, 5, 6, 3, 7, 5, 8, 2, 5, 5];
    const { low, high } = signalToNoise(Float64Array.from(x), 10);
    const {
      estimate: U,
      totalVariance: V,
      noise,
      varianceAlong,
    } = squaredDistance(Float64Array.from(x), 10, of(0));
    const y = x.map((value) => ((value - 5) ** 2 * 10) / 9);
    const p = x.map((value) => (value - 5) * 5);
    const moment = (a: number[], b: number[]) => {
      const center = (c: number[]) => c.reduce((sum, value) => sum + value, 0) / 10;
      return a.reduce((sum, value, i) => sum + (value - center(a)) * (b[i] - center(b)), 0) / 9;
    };
    for (const rho of [low, high]) {
      const square =
        noise ** 2 +
        0.4 * varianceAlong * rho * V -
        0.4 * rho * moment(p, y) +
        (rho ** 2 * moment(y, y)) / 10;
      expect(Math.abs(U - rho * V) / Math.sqrt(square)).toBeCloseTo(2.2621571628540993, 9);
    }
  });

  it.each([
    ["a weak signal", [0.3, 0, 0, 0, 0], "normal"],
    ["a strong signal", [2, 1, 0, 0, 0], "normal"],
    ["skewed estimates", [1, 0, 0, 0, 0], "exponential"],
  ] as [string, number[], "normal" | "exponential"][])(
    "covers %s; the plug-in ‖ḡ‖²/trΣ̂ in its place fails where it is weak",
    (name, mu, shape) => {
      const truth = mu.reduce((sum, x) => sum + x * x, 0) / trace(5);
      const draw = (random: Random) => signalToNoise(scattered(80, mu, random, shape), 80);
      expectCovers(coverage(name, truth, draw));
      if (name !== "a weak signal") return;
      expectFails(
        coverage(`plug-in ${name}`, truth, (random) => {
          const { low, high } = draw(random);
          return { low: low + 1 / 80, high: high + 1 / 80 };
        }),
      );
    },
  );
});

describe("gradientNoiseScale", () => {
  it("is n trΣ̂ over ‖ḡ‖² − trΣ̂/N, negative where that is", () => {
    const { estimate, low, high } = gradientNoiseScale(of(1, -1, 2, -2, 3, -3), 6, 4);
    expect(estimate).toBeCloseTo(-24, 12);
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(Infinity);
  });

  it("covers the noise scale of one trajectory, from batches of 16", () => {
    const mu = [1, 0.5, 0];
    const truth = (16 * trace(3)) / 1.25;
    expectCovers(coverage("scale", truth, (random) => gradientNoiseScale(scattered(80, mu, random), 80, 16)));
    expectFails(
      coverage("per batch", truth, (random) => gradientNoiseScale(scattered(80, mu, random), 80, 1)),
    );
  });
});

describe("ratioOfMeans", () => {
  it("is x̄/ȳ, with limits where the mean of x − ρy is t of its standard errors away", () => {
    const [x, y] = [of(4, 7, 5, 9), of(2, 3, 3, 4)];
    const { estimate, low, high } = ratioOfMeans(x, y);
    expect(estimate).toBeCloseTo(25 / 12, 14);
    for (const rho of [low, high]) {
      const rest = x.map((value, i) => value - rho * y[i]);
      const center = rest.reduce((sum, value) => sum + value, 0) / 4;
      const square = rest.reduce((sum, value) => sum + (value - center) ** 2, 0) / 3;
      expect(Math.abs(center) / Math.sqrt(square / 4)).toBeCloseTo(3.1824463052837078, 10);
    }
    expect(ratioOfMeans(of(1, 2, 3), of(-1, 2, 0.1))).toMatchObject({ low: -Infinity, high: Infinity });
    expect(ratioOfMeans(of(1), of(2)).low).toBeNaN();
  });

  it("covers the ratio of noise to signal over 25 probes, where a mean of their ratios does not", () => {
    const probes = (random: Random) => {
      const signal = Float64Array.from({ length: 25 }, () => 1 + 0.3 * normal(random));
      return { signal, noise: signal.map((x) => 3 + 0.2 * x + 0.3 * normal(random)) };
    };
    const truth = 3.2;
    expectCovers(
      coverage("fieller", truth, (random) => {
        const { signal, noise } = probes(random);
        return ratioOfMeans(noise, signal);
      }),
    );
    expectFails(
      coverage("ratios", truth, (random) => {
        const { signal, noise } = probes(random);
        const ratios = noise.map((x, i) => x / signal[i]);
        const center = ratios.reduce((sum, x) => sum + x, 0) / 25;
        const square = ratios.reduce((sum, x) => sum + (x - center) ** 2, 0) / 24;
        const margin = 2.0638985616280205 * Math.sqrt(square / 25);
        return { low: center - margin, high: center + margin };
      }),
    );
  });
});

describe("splitHalfCosine", () => {
  it("is the cosine of two vectors, and the mean over the three ways to halve four", () => {
    expect(splitHalfCosine(of(1, 0, 1, 1), 2, stream("two")).estimate).toBeCloseTo(Math.SQRT1_2, 14);
    const v = [of(1, 0.2), of(0.5, 1), of(2, -1), of(0.3, 0.4)];
    const cosine = (i: number, j: number, k: number, l: number) => {
      const [a, b] = [v[i].map((x, c) => x + v[j][c]), v[k].map((x, c) => x + v[l][c])];
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const exact = [cosine(0, 1, 2, 3), cosine(0, 2, 1, 3), cosine(0, 3, 1, 2)];
    const expected = exact.reduce((sum, x) => sum + x, 0) / 3;
    const spread = Math.sqrt(exact.reduce((sum, x) => sum + (x - expected) ** 2, 0) / 3);
    const splits = 20_000;
    const vectors = Float64Array.from(v.flatMap((each) => Array.from(each)));
    const { estimate } = splitHalfCosine(vectors, 4, stream("four"), { splits });
    expect(Math.abs(estimate - expected) / (spread / Math.sqrt(splits))).toBeLessThan(4); // |z|
  });

  it("has limits that cover ρ/(ρ + 2/N) in many dimensions, and an estimate with that mean", () => {
    const [N, P, repetitions] = [40, 40, 1000];
    const truth = 1 / (1 + 4 / (N / 2)); // total variance 4, ‖E g‖ = 1
    let sum = 0;
    const share = coverage(
      "halves",
      truth,
      (random) => {
        const vectors = Float64Array.from(
          { length: N * P },
          (_, k) => (k % P === 0 ? 1 : 0) + normal(random) * Math.sqrt(4 / P),
        );
        const found = splitHalfCosine(vectors, N, random, { splits: 10 });
        sum += found.estimate / repetitions;
        return found;
      },
      repetitions,
    );
    expectCovers(share); // standard error 0.007
    expect(Math.abs(sum - truth)).toBeLessThan(0.01);
    expect(1 / (1 + 4 / N) - sum).toBeGreaterThan(0.05); // what all N would have, in the place of half of them
  });
});
