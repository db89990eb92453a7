import { describe, expect, it } from "vitest";
import { stream } from "../../../src/random.ts";
import { coordinateTests, squaredBias } from "../../../src/statistics/bias/bias.ts";
import { squaredDistance } from "../../../src/statistics/bias/squared-distance.ts";
import { tails } from "../../../src/statistics/distributions/student.ts";
import { normRatio } from "../../../src/statistics/norm-ratio.ts";
import { coverage, expectCovers, expectFails, scattered } from "../coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);
const shifted = (by: number) => [1 + by, -0.5 + by, 0.2 + by, by];
const truth = Float64Array.from(shifted(0));

describe("squaredBias", () => {
  it("is the squared distance from the truth", () => {
    const vectors = scattered(20, shifted(0.1), stream("bias"));
    expect(squaredBias(vectors, 20, truth)).toMatchObject(squaredDistance(vectors, 20, truth));
  });

  it("covers zero and a bias; ‖ḡ − G‖² as it is, is above zero always", () => {
    for (const by of [0, 0.2])
      expectCovers(
        coverage(`bias ${by}`, 4 * by * by, (random) =>
          squaredBias(scattered(60, shifted(by), random, "exponential"), 60, truth),
        ),
      );
    const { plugIn, noise } = squaredBias(scattered(60, shifted(0), stream("unbiased")), 60, truth);
    expect(plugIn).toBeGreaterThan(noise);
  });

  it("sees a bias of the detectable norm with the stated power, and none where there is none", () => {
    const [P, N, R] = [10, 60, 1500];
    const random = stream("power");
    const zero = new Float64Array(P);
    let sum = 0;
    for (let r = 0; r < 200; r++)
      sum += squaredBias(scattered(N, Array.from(zero), random), N, zero, { power: 0.8 }).detectable / 200;
    // a bias of that norm whose variance along it is tr(Σ²)/tr Σ: as much of each coordinate as the noise has
    const weights = Float64Array.from({ length: P }, (_, j) => 1 / Math.sqrt(j + 1));
    const scale = sum / Math.sqrt(weights.reduce((s, w) => s + w * w, 0));
    const seen = (by: number) => {
      let count = 0;
      for (let r = 0; r < R; r++) {
        const vectors = scattered(
          N,
          Array.from(weights, (w) => by * w),
          random,
        );
        if (squaredBias(vectors, N, zero).low > 0) count++;
      }
      return count / R; // standard error about 0.01
    };
    expect(Math.abs(seen(scale) - 0.8)).toBeLessThan(0.05);
    expect(seen(0)).toBeLessThan(0.07);
    expect(seen(scale / 2)).toBeLessThan(0.4);
  });

  it("can detect less with higher power and with fewer estimates, and nothing but zero without noise", () => {
    const vectors = scattered(40, shifted(0), stream("detectable"));
    const detectable = (power: number, count = 40) =>
      squaredBias(vectors.subarray(0, 4 * count), count, truth, { power }).detectable;
    expect(detectable(0.9)).toBeGreaterThan(detectable(0.5));
    expect(detectable(0.8, 10)).toBeGreaterThan(detectable(0.8));
    // power ½: the threshold itself, t √(2 tr(Σ²)/(N(N−1)))
    const { noise } = squaredBias(vectors, 40, truth);
    expect(detectable(0.5)).toBeCloseTo(Math.sqrt(2.0226909200367604 * noise), 10);
    expect(squaredBias(new Float64Array(16).fill(1), 8, of(0, 0)).detectable).toBe(0);
  });
});

describe("coordinateTests", () => {
  it("is Student's t of each coordinate, with Holm's p-values", () => {
    const { t, p } = coordinateTests(of(1, 5, 2, 5, 3, 5, 6, 5), 4, of(1, 5)); // 1, 2, 3, 6 and 5, 5, 5, 5
    expect(t[0]).toBeCloseTo(2 / Math.sqrt(14 / 3 / 4), 13);
    expect(t[1]).toBe(0);
    expect(p[0]).toBeCloseTo(2 * tails(t[0], 3), 13);
    expect(p[1]).toBe(1);
    const off = coordinateTests(of(1, 5, 2, 5, 3, 5, 6, 5), 4, of(1, 4));
    expect([off.t[1], off.p[1]]).toEqual([Infinity, 0]);
  });

  it("finds a coordinate in a twentieth of unbiased samples at most, and the biased one; unadjusted ones err often", () => {
    const random = stream("coordinates");
    const zero = new Float64Array(20);
    const [N, R] = [30, 1500];
    let [adjusted, plain, power] = [0, 0, 0];
    for (let r = 0; r < R; r++) {
      const { t, p } = coordinateTests(scattered(N, Array.from(zero), random), N, zero);
      if (p.some((value) => value < 0.05)) adjusted++;
      if (t.some((value) => tails(Math.abs(value), N - 1) < 0.05)) plain++;
      const biased = coordinateTests(scattered(N, Array.from(zero).with(3, 0.5), random), N, zero);
      if (biased.p[3] < 0.05) power++; // 5.5 standard errors
    }
    expect((adjusted / R - 0.05) / Math.sqrt((0.05 * 0.95) / R)).toBeLessThan(3); // z
    expect(adjusted / R).toBeGreaterThan(0.02);
    expect(plain / R).toBeGreaterThan(0.5);
    expect(power / R).toBeGreaterThan(0.9);
  });
});

describe("normRatio", () => {
  it("is the root of ‖ḡ‖² − trΣ̂/N over ‖G‖, with the sign of what it is the root of", () => {
    const vectors = of(1, -1, 2, -2, 3, -3, 4, 4); // mean 1, Σ̂ = (60 − 8)/7
    expect(normRatio(vectors, 8, of(-2)).estimate).toBeCloseTo(Math.sqrt(1 - 52 / 56) / 2, 14);
    const lost = of(1, -1, 2, -2, 3, -3);
    expect(normRatio(lost, 6, of(4)).estimate).toBeCloseTo(-Math.sqrt(28 / 30) / 4, 14);
  });

  it("covers the ratio of an estimator that is too short by a third; ‖ḡ‖/‖G‖ is too large on average", () => {
    const mu = [0.24, 0.18, 0, 0];
    const G = Float64Array.from(mu, (x) => 1.5 * x);
    expectCovers(
      coverage("ratio", 2 / 3, (random) => normRatio(scattered(80, mu, random, "exponential"), 80, G)),
    );
    expectFails(
      coverage("plug-in", 2 / 3, (random) => {
        const { plugIn, low, high } = squaredDistance(scattered(80, mu, random), 80, new Float64Array(4));
        const root = (square: number) => Math.sqrt(Math.max(0, square) / (2.25 * 0.09));
        const half = (high - low) / 2;
        return { low: root(plugIn - half), high: root(plugIn + half) };
      }),
    );
  });
});
