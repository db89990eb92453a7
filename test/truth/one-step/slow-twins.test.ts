import { describe, expect, it } from "vitest";
import type { OneStepModel } from "../../../envs/contract/models.ts";
import { integratedTerm } from "../../../src/truth/one-step/integrated-term.ts";
import { quadraticTerm } from "../../../src/truth/one-step/quadratic-term.ts";
import type { Term } from "../../../src/truth/one-step/term.ts";
import { estimators, fixed, learned, modelOf, variancesOf } from "./models.ts";

const STEP = 0.25;
const nodes = Array.from({ length: 97 }, (_, i) => (i - 48) * STEP);
const density = (ε: number) => (STEP * Math.exp((-ε * ε) / 2)) / Math.sqrt(2 * Math.PI);

describe("the closed forms of (u − z)²", () => {
  const parameters = ["mean", "log-deviation"] as const;
  const numbers = (term: Term): number[] => [
    term.value(),
    ...Object.values(term.spread()),
    ...parameters.flatMap((parameter) => [
      term.slope(parameter),
      ...Object.values(term.score(parameter)),
      term.pathwise(parameter),
      term.measureValued(parameter),
    ]),
  ];

  it.each([
    [0.5, 2, 0.7],
    [-1, -1, 1.3],
    [3, 0, 0.1],
  ])("are the integrals: z = %d, μ = %d, σ = %d", (z, μ, σ) => {
    const closed = numbers(quadraticTerm(z, μ, σ));
    const integrated = numbers(
      integratedTerm(
        (u) => (u - z) ** 2,
        (u) => 2 * (u - z),
        μ,
        σ,
      ),
    );
    expect(closed).toHaveLength(15);
    for (const [i, number] of closed.entries())
      expect(Math.abs(number - integrated[i])).toBeLessThan(1e-12 * Math.max(1, Math.abs(number)));
  });
});

/**
 * Σ over a grid of (ε_1, ε_2) of the squared estimate: nothing is used but the estimator's definition. Sums over a
 * grid of this step are exact for polynomials times Gaussians, to 1e-30.
 */
const gridVariances = (
  model: OneStepModel,
  μ: readonly number[],
  σ: readonly number[],
  estimate: (ε: readonly number[], rewardAt: (ε: readonly number[]) => number) => number[],
): number[] => {
  const u = new Float64Array(2);
  const rewardAt = (ε: readonly number[]) => {
    for (const i of [0, 1]) u[i] = μ[i] + σ[i] * ε[i];
    return model.value(u);
  };
  const first = [0, 0, 0, 0];
  const second = [0, 0, 0, 0];
  for (const a of nodes) {
    for (const b of nodes) {
      const weight = density(a) * density(b);
      for (const [j, g] of estimate([a, b], rewardAt).entries()) {
        first[j] += weight * g;
        second[j] += weight * g * g;
      }
    }
  }
  return second.map((square, j) => square - first[j] ** 2);
};

describe("two coordinates of −‖u − z‖² + c", () => {
  const model = modelOf({ function: "quadratic", center: [0.4, -1], offset: 2 });
  const μ = [1, 0.3];
  const σ = [0.6, 1.1];
  const theta = [...μ, ...σ.map(Math.log)];
  const scores = (ε: readonly number[]) => [...ε.map((x, i) => x / σ[i]), ...ε.map((x) => x * x - 1)];
  const minus = (ε: readonly number[]) => ε.map((x) => -x);
  const expectAlike = (found: Float64Array, expected: readonly number[]) => {
    for (const [j, variance] of expected.entries()) expect(found[j]).toBeCloseTo(variance, 10);
  };

  it.each([0, -1.5])("score, with the baseline %d", (baseline) => {
    expectAlike(
      variancesOf(model, learned(2), theta, { kind: "score", baseline }),
      gridVariances(model, μ, σ, (ε, at) => scores(ε).map((score) => (at(ε) - baseline) * score)),
    );
  });

  it.each([0, -1.5])("antithetic pair, with the baseline %d", (baseline) => {
    expectAlike(
      variancesOf(model, learned(2), theta, { kind: "antithetic", baseline }),
      gridVariances(model, μ, σ, (ε, at) => {
        const [plus, mirrored] = [scores(ε), scores(minus(ε))];
        return plus.map(
          (score, j) => ((at(ε) - baseline) * score + (at(minus(ε)) - baseline) * mirrored[j]) / 2,
        );
      }),
    );
  });

  it("pathwise", () => {
    const slope = new Float64Array(2);
    expectAlike(
      variancesOf(model, learned(2), theta, { kind: "pathwise" }),
      gridVariances(model, μ, σ, (ε) => {
        model.gradient(
          Float64Array.from(ε, (x, i) => μ[i] + σ[i] * x),
          slope,
        );
        return [...slope, ...ε.map((x, i) => slope[i] * σ[i] * x)];
      }),
    );
  });

  it("the named baselines are the least of all numbers, in sum and in each parameter", () => {
    const sumAt = (baseline: number | "optimal") =>
      variancesOf(model, learned(2), theta, { kind: "score", baseline }).reduce((sum, x) => sum + x, 0);
    const per = variancesOf(model, learned(2), theta, { kind: "score", baseline: "optimal-per-coordinate" });
    const [least, ...others] = [sumAt("optimal"), ...[-6, -3, -1, 0, 2].map(sumAt)];
    expect(Math.min(...others)).toBeGreaterThan(least);
    for (const b of [-6, -3, -1, 0, 2])
      for (const [j, variance] of variancesOf(model, learned(2), theta, {
        kind: "score",
        baseline: b,
      }).entries())
        expect(variance).toBeGreaterThan(per[j]);
  });
});

describe("one coordinate, by sums over grids of what the estimators are defined as", () => {
  const [μ, σ] = [0.7, 0.9];
  const theta = [μ, Math.log(σ)];
  const simpson = (f: (x: number) => number, to: number, parts: number) => {
    const h = to / parts;
    let sum = f(0) + f(to);
    for (let i = 1; i < parts; i++) sum += (i % 2 === 0 ? 2 : 4) * f(i * h);
    return (sum * h) / 3;
  };

  it.each([
    { function: "bump", k: 0.8 },
    { function: "cosine", k: 1.3 },
    { function: "square", k: 2 },
  ])("measure-valued, %j", (given) => {
    const model = modelOf(given);
    const f = (ε: number) => model.value(Float64Array.of(μ + σ * ε));
    const meanPair = (w: number) => (f(w) - f(-w)) / (σ * Math.sqrt(2 * Math.PI));
    const overRayleigh = (power: number) =>
      simpson((w) => w * Math.exp((-w * w) / 2) * meanPair(w) ** power, 12, 3000);
    const overMaxwell = (power: number) =>
      nodes.reduce(
        (sum, m) => sum + density(m) * m * m * simpson((u) => (f(m) - f(m * u)) ** power, 1, 300),
        0,
      );
    const expected = [overRayleigh, overMaxwell].map((over) => over(2) - over(1) ** 2);
    const found = variancesOf(model, learned(1), theta, { kind: "measure-valued" });
    for (const j of [0, 1]) expect(found[j]).toBeCloseTo(expected[j], 9);
  });

  it("antithetic pair, cos", () => {
    const model = modelOf({ function: "cosine", k: 1.3 });
    const f = (ε: number) => model.value(Float64Array.of(μ + σ * ε));
    const moment = (g: (ε: number) => number) => nodes.reduce((sum, ε) => sum + density(ε) * g(ε), 0);
    const byMean = (ε: number) => ((f(ε) - f(-ε)) * ε) / (2 * σ);
    const byDeviation = (ε: number) => ((f(ε) + f(-ε)) / 2 - 0.3) * (ε * ε - 1);
    const found = variancesOf(model, learned(1), theta, { kind: "antithetic", baseline: 0.3 });
    for (const [j, g] of [byMean, byDeviation].entries())
      expect(found[j]).toBeCloseTo(moment((ε) => g(ε) ** 2) - moment(g) ** 2, 12);
  });
});

describe("where next to nothing varies", () => {
  it("rounding errors do not keep an integral from settling", () => {
    // f'' = k² = 1e-4 at the trough; u is rounded to 6e-14 there, and σ is 1e-8
    const model = modelOf({ function: "cosine", k: 0.01 });
    const [variance] = variancesOf(model, fixed(1, 1e-8), [100 * Math.PI], { kind: "pathwise" });
    expect(variance).toBeCloseTo(1e-24, 30);
  });
});

describe("what an offset may change", () => {
  const at = (offset: number) => modelOf({ function: "bump", k: 2, offset });
  const alike = estimators.filter(
    (estimator) => !("baseline" in estimator) || typeof estimator.baseline === "string",
  );

  it.each(alike.map((estimator) => [estimator] as const))("is no variance of %j", (estimator) => {
    const [plain, moved] = [0, 1e6].map((offset) => variancesOf(at(offset), learned(1), [1, 0], estimator));
    for (const j of [0, 1]) expect(moved[j]).toBeCloseTo(plain[j], 9);
  });

  it("is not even that of an estimate that cannot vary", () => {
    // cos(k u) is even about μ, so that the pair by the mean always pays alike
    for (const offset of [0, 1e6]) {
      const model = modelOf({ function: "cosine", k: 3, offset });
      expect(variancesOf(model, fixed(1), [Math.PI / 3], { kind: "measure-valued" })[0]).toBeLessThan(1e-15);
    }
  });

  it("is that of the score with a fixed baseline", () => {
    const [[plain], [moved]] = [0, 1].map((offset) =>
      variancesOf(at(offset), fixed(1), [1], { kind: "score", baseline: 0 }),
    );
    expect(moved).toBeGreaterThan(plain + 0.5);
  });
});
