import { describe, expect, it } from "vitest";
import {
  measureValuedDeviation,
  measureValuedGaussian,
} from "../../../src/estimators/reparameterized/measure-valued-gaussian.ts";
import type { Random } from "../../../src/random.ts";
import { normal } from "../../../src/random.ts";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import { fixed, learned, modelOf, variancesOf } from "../../truth/one-step/models.ts";
import { measureValuedGradient } from "./measure-valued-gradient.ts";
import { deviationsOf, largest } from "./sampled.ts";

const DRAWS = 40_000;
/** Of |z|, for some thirty of them: a right estimator exceeds it with probability 2e-3. */
const LIMIT = 4;

const script = (...draws: number[]): Random => ({ next: () => draws.shift()! });

describe("the pair by the mean", () => {
  it("is μ ± σ √(−2 ln(1 − u)), with the factor 1/(σ √2π)", () => {
    const pair = new Float64Array(2);
    const factor = measureValuedGaussian(script(1 - Math.exp(-2)), 3, 0.5, pair);
    expect(pair[0]).toBeCloseTo(4, 14);
    expect(pair[1]).toBeCloseTo(2, 14);
    expect(factor).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 14);
  });
});

describe("the pair by log σ", () => {
  it("is μ + σ ε and, on the same side, μ ± σ √(ε² − 2 ln(1 − u))", () => {
    const pair = new Float64Array(2);
    // ε = √(−2 ln e^{−9/2}) cos(π) = −3, W² = 16
    measureValuedDeviation(script(1 - Math.exp(-4.5), 0.5, 1 - Math.exp(-8)), 1, 2, pair);
    expect(pair[0]).toBeCloseTo(1 - 2 * 5, 12);
    expect(pair[1]).toBeCloseTo(1 - 2 * 3, 12);
  });

  it("has the moments of a double-sided Maxwell M and of a normal, and their quotient those of a uniform", () => {
    const pair = new Float64Array(2);
    const expected = [3, 15, 1, 3, 1 / 2, 1 / 3, 0]; // M², M⁴, ε², ε⁴, U, U², M
    const variances = [15 - 9, 945 - 225, 2, 96, 1 / 12, 1 / 5 - 1 / 9, 3];
    const { mean, variance } = deviationsOf(DRAWS, expected, variances, (random, out) => {
      measureValuedDeviation(random, 0, 1, pair);
      const [m, ε] = pair;
      for (const [i, x] of [m ** 2, m ** 4, ε ** 2, ε ** 4, ε / m, (ε / m) ** 2, m].entries()) out[i] = x;
    });
    expect(largest(mean)).toBeLessThan(LIMIT);
    expect(largest(variance)).toBeLessThan(LIMIT);
  });
});

describe.each([
  ["−‖u − z‖² + c", { function: "quadratic", center: [0.4, -1], offset: 5 }, [1, 0.3, -0.5, 0.1]],
  ["exp(−k u²)", { function: "bump", k: 0.8 }, [0.7, -0.2]],
  ["cos(k u)", { function: "cosine", k: 1.5 }, [0.7, 0.1]],
])("the measure-valued gradient of %s", (_, given, theta) => {
  const model = modelOf(given);
  const d = theta.length / 2;
  const mean = Float64Array.from(theta.slice(0, d));
  const deviation = Float64Array.from(theta.slice(d), Math.exp);
  const action = new Float64Array(d);
  const solution = oneStepSolution(model, learned(d));
  solution.restart(Float64Array.from(theta));
  const truth = new Float64Array(2 * d);
  solution.gradient(truth);
  const variances = variancesOf(model, learned(d), theta, { kind: "measure-valued" });
  const estimate = (random: Random, out: Float64Array) =>
    measureValuedGradient((u) => model.value(u), mean, deviation, random, action, out);

  it("has the mean and the variance that it should", () => {
    const found = deviationsOf(DRAWS, truth, variances, estimate);
    expect(largest(found.mean)).toBeLessThan(LIMIT);
    expect(largest(found.variance)).toBeLessThan(LIMIT);
  });

  it("leaves out log σ where there is no room for it", () => {
    const byMean = variances.subarray(0, d);
    const found = deviationsOf(DRAWS, truth.subarray(0, d), byMean, estimate);
    expect(largest([...found.mean, ...found.variance])).toBeLessThan(LIMIT);
  });

  it("would be found out with |ε| in place of W, and with σ for σ √2π", () => {
    const pairOf = (reach: number, i: number) => {
      const at = (u: number) => {
        action.set(mean);
        action[i] = u;
        return model.value(action);
      };
      return at(mean[i] + deviation[i] * reach) - at(mean[i] - deviation[i] * reach);
    };
    const wrong = (factor: number, draw: (random: Random) => number) =>
      deviationsOf(DRAWS, truth.subarray(0, d), variances, (random, out) => {
        for (let i = 0; i < d; i++) out[i] = (factor / deviation[i]) * pairOf(draw(random), i);
      });
    const rayleigh = (random: Random) => Math.sqrt(-2 * Math.log(1 - random.next()));
    const c = 1 / Math.sqrt(2 * Math.PI);
    expect(largest(wrong(c, rayleigh).mean)).toBeLessThan(LIMIT);
    expect(largest(wrong(c, (random) => Math.abs(normal(random))).mean)).toBeGreaterThan(LIMIT);
    expect(largest(wrong(1, rayleigh).mean)).toBeGreaterThan(LIMIT);
  });

  it("would be found out if its two actions were drawn apart: by its variance and not by its mean", () => {
    const [one, other] = [new Float64Array(2), new Float64Array(2)];
    const at = (i: number, u: number) => {
      action.set(mean);
      action[i] = u;
      return model.value(action);
    };
    const apart = deviationsOf(DRAWS, truth.subarray(0, d), variances, (random, out) => {
      for (let i = 0; i < d; i++) {
        const factor = measureValuedGaussian(random, mean[i], deviation[i], one);
        measureValuedGaussian(random, mean[i], deviation[i], other);
        out[i] = factor * (at(i, one[0]) - at(i, other[1]));
      }
    });
    expect(largest(apart.mean)).toBeLessThan(LIMIT);
    expect(largest(apart.variance)).toBeGreaterThan(LIMIT);
  });
});

describe("the measure-valued gradient of a product of two coordinates", () => {
  it("is (μ_2, μ_1, 0, 0), as every pair is drawn beside untouched other coordinates", () => {
    const [mean, deviation] = [Float64Array.of(2, -1), Float64Array.of(0.5, 1.5)];
    const expected = [-1, 2, 0, 0];
    // by μ_1: u_2 √(2/π) W; by log σ_1: u_2 σ_1 M (1 − U)
    const squares = [1 + 1.5 ** 2, 4 + 0.5 ** 2];
    const variances = [
      ...squares.map((square, i) => (4 / Math.PI) * square - expected[i] ** 2),
      ...squares.map((square, i) => square * deviation[i] ** 2),
    ];
    const action = new Float64Array(2);
    const found = deviationsOf(DRAWS, expected, variances, (random, out) =>
      measureValuedGradient(([one, other]) => one * other, mean, deviation, random, action, out),
    );
    expect(largest(found.mean)).toBeLessThan(LIMIT);
    expect(largest(found.variance)).toBeLessThan(LIMIT);
  });
});

describe("with σ fixed", () => {
  it("the variance by μ is the same", () => {
    const model = modelOf({ function: "bump", k: 0.8 });
    const [byMean] = variancesOf(model, learned(1), [0.7, Math.log(0.8)], { kind: "measure-valued" });
    expect(variancesOf(model, fixed(1, 0.8), [0.7], { kind: "measure-valued" })[0]).toBeCloseTo(byMean, 13);
  });
});
