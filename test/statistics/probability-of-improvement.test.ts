import { describe, expect, it } from "vitest";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import { normalProbability } from "../../src/statistics/distributions/normal-distribution.ts";
import { probabilityOfImprovement } from "../../src/statistics/probability-of-improvement.ts";
import { proportionInterval } from "../../src/statistics/wilson.ts";
import { coverage, expectCovers, expectFails, normals } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("probabilityOfImprovement", () => {
  it("is the share of pairs, ties as halves", () => {
    // 1 beats 0 and ties 1; 2 beats 0, 1 and ties 2; 5 beats all: 1.5 + 2.5 + 3 of 9
    expect(probabilityOfImprovement({ x: of(5, 1, 2), y: of(1, 2, 0) }).estimate).toBeCloseTo(7 / 9, 14);
    expect(probabilityOfImprovement({ x: of(1, 1), y: of(1, 1, 1) }).estimate).toBe(0.5);
  });

  it("ties what differs by rounding only, and nothing else", () => {
    const x = of(2.1e-6, 3.3e-6, 4e-6);
    const rounded = x.map((value, i) => value + (i - 1) * 1e-19);
    expect(probabilityOfImprovement({ x: rounded, y: x }).estimate).toBe(0.5);
    const other = x.map((value) => value * (1 + 1e-9));
    expect(probabilityOfImprovement({ x: other, y: x }).estimate).toBeCloseTo(6 / 9, 14);
    expect(probabilityOfImprovement({ x: of(0, 0), y: of(0, 1e-300) }).estimate).toBe(0.25);
    const zeros = { x: of(1e-17, 3e-17), y: of(2e-17, 4e-17) };
    expect(probabilityOfImprovement(zeros).estimate).toBe(0.25);
    expect(probabilityOfImprovement({ ...zeros, rounding: 1e-12 }).estimate).toBe(0.5);
    expect(probabilityOfImprovement({ x: of(1e-17, 3e-12), y: of(2e-17), rounding: 1e-12 }).estimate).toBe(
      0.75,
    );
  });

  it("equals the double loop over pairs, and its mirror image", () => {
    const random = stream("pairs");
    const x = normals(17, random).map((value) => Math.round(2 * value));
    const y = normals(11, random).map((value) => Math.round(2 * value));
    let won = 0;
    for (const a of x) for (const b of y) won += a > b ? 1 : a === b ? 0.5 : 0;
    const { estimate, low, high } = probabilityOfImprovement({ x, y });
    expect(estimate).toBeCloseTo(won / 187, 13);
    const mirrored = probabilityOfImprovement({ x: y, y: x });
    expect(mirrored.estimate).toBeCloseTo(1 - estimate, 13);
    expect(mirrored.low).toBeCloseTo(1 - high, 12);
    expect(mirrored.high).toBeCloseTo(1 - low, 12);
  });

  it("has limits that are z of their own standard errors away", () => {
    const { estimate, low, high } = probabilityOfImprovement({ x: of(1, 4, 6), y: of(0, 2, 5) });
    expect(estimate).toBeCloseTo(6 / 9, 14);
    for (const p of [low, high]) {
      const variance = (p * (1 - p) * (1 + 2 * ((1 - p) / (2 - p) + p / (1 + p)))) / 9;
      expect(Math.abs(estimate - p) / Math.sqrt(variance)).toBeCloseTo(1.959963984540054, 9);
    }
  });

  it("does not claim certainty where all x exceed all y", () => {
    const { estimate, low, high } = probabilityOfImprovement({ x: of(4, 5, 6), y: of(1, 2, 3) });
    expect([estimate, high]).toEqual([1, 1]);
    expect(low).toBeGreaterThan(0.3);
    expect(low).toBeLessThan(0.7);
  });

  it("is the mean over strata", () => {
    const strata = { x: Int32Array.of(0, 1, 3), y: Int32Array.of(0, 2, 3) };
    const { estimate } = probabilityOfImprovement({ x: of(1, 10, 30), y: of(0, 2, 20), strata });
    expect(estimate).toBe(0.5);
    expect(probabilityOfImprovement({ x: of(1, 10, 30), y: of(0, 2, 20) }).estimate).toBeCloseTo(6 / 9, 14);
    const uneven = { x: strata.x, y: Int32Array.of(0, 3) };
    expect(() => probabilityOfImprovement({ x: of(1, 2, 3), y: of(1, 2, 3), strata: uneven })).toThrow(
      "same strata",
    );
  });

  it.each([
    [5, 5, 1],
    [10, 10, 0],
    [10, 10, 1.5],
    [8, 15, 0.5],
  ])("covers for %i against %i normal values %f apart; pairs as independent trials fail", (m, n, shift) => {
    const truth = normalProbability(shift / Math.SQRT2);
    const draw = (random: Random) => ({ x: normals(m, random, shift), y: normals(n, random) });
    const key = `${m} ${n} ${shift}`;
    expectCovers(coverage(key, truth, (random) => probabilityOfImprovement(draw(random))));
    expectFails(
      coverage(`pairs ${key}`, truth, (random) =>
        proportionInterval(probabilityOfImprovement(draw(random)).estimate * m * n, m * n),
      ),
    );
  });

  it("covers for skewed values, some of them equal", () => {
    // X = ⌊8 E₁⌋, Y = ⌊8 E₂/3⌋ with exponential E: geometric, P(X ≥ k) = aᵏ, P(Y ≥ k) = bᵏ
    const [a, b] = [Math.exp(-1 / 8), Math.exp(-3 / 8)];
    const ties = ((1 - a) * (1 - b)) / (1 - a * b);
    const above = (a * (1 - b)) / (1 - a * b);
    const draw = (count: number, rate: number, random: Random) =>
      Float64Array.from({ length: count }, () => Math.floor(-Math.log(1 - random.next()) / rate));
    expectCovers(
      coverage("geometric", above + ties / 2, (random) =>
        probabilityOfImprovement({ x: draw(12, 1 / 8, random), y: draw(12, 3 / 8, random) }),
      ),
    );
  });

  it("covers with four strata of six, and is too wide, not too narrow, for values with shared noise", () => {
    const strata = { x: Int32Array.of(0, 6, 12, 18, 24), y: Int32Array.of(0, 6, 12, 18, 24) };
    const truth = [0, 0.5, 1, 1.5].reduce((sum, d) => sum + normalProbability(d / Math.SQRT2) / 4, 0);
    expectCovers(
      coverage("strata", truth, (random) =>
        probabilityOfImprovement({
          x: Float64Array.from({ length: 24 }, (_, i) => 10.5 * Math.floor(i / 6) + normal(random)),
          y: Float64Array.from({ length: 24 }, (_, i) => 10 * Math.floor(i / 6) + normal(random)),
          strata,
        }),
      ),
    );
    const paired = coverage("paired", normalProbability(0.5 / Math.SQRT2), (random) => {
      const y = normals(10, random);
      return probabilityOfImprovement({
        x: y.map((value) => 0.5 + 0.9 * value + Math.sqrt(0.19) * normal(random)),
        y,
      });
    });
    expect(paired).toBeGreaterThan(0.97);
  });
});
