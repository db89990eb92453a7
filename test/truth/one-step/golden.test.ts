import { describe, expect, it } from "vitest";
import type { OneStepEstimator } from "../../../src/truth/one-step/estimators.ts";
import { fixed, modelOf, total, variancesOf } from "./models.ts";

/** Of the derivative by μ, f = (x − k)², x ~ N(1, 1), δ = 1 − k. */
const table: readonly [string, OneStepEstimator, (δ: number) => number][] = [
  ["score", { kind: "score" }, (δ) => 15 + 14 * δ ** 2 + δ ** 4],
  ["mean baseline", { kind: "score", baseline: "mean" }, (δ) => 10 + 8 * δ ** 2],
  ["optimal baseline", { kind: "score", baseline: "optimal" }, (δ) => 6 + 8 * δ ** 2],
  ["pathwise", { kind: "pathwise" }, () => 4],
  ["measure-valued", { kind: "measure-valued" }, (δ) => (16 / Math.PI - 4) * δ ** 2],
  ["antithetic pair", { kind: "antithetic" }, (δ) => 8 * δ ** 2],
];

describe.each([-3, 0, 1, 2.5])("(x − k)², x ~ N(1, 1), k = %d", (k) => {
  it.each(table)("variance of %s", (_, estimator, golden) => {
    const [variance] = variancesOf(modelOf({ function: "square", k }), fixed(1), [1], estimator);
    expect(variance).toBeCloseTo(golden(1 - k), 12);
  });
});

describe("−‖u − z‖², u ~ N(0, σ²)", () => {
  const center = (d: number, length: number) => Array.from({ length: d }, () => length / Math.sqrt(d));
  const trace = (z: readonly number[], σ: number, offset = 0) => {
    const model = modelOf({ function: "quadratic", center: z, offset });
    return total(variancesOf(model, fixed(z.length, σ), new Float64Array(z.length), { kind: "score" }));
  };

  it("has E‖ĝ‖² = 1978 in ten dimensions, σ = 1 and ‖z‖ = 1", () => {
    expect(trace(center(10, 1), 1) + 4).toBeCloseTo(1978, 9); // ‖2z‖² = 4
  });

  it.each([
    [1, 0.5, 2],
    [3, 1.5, 0.7],
    [50, 0.1, 1],
  ])("grows with d, σ and ‖z‖ as the closed form does: %d, %d, %d", (d, σ, length) => {
    const [s, q] = [σ ** 2, length ** 2];
    const golden = s * d * (d + 2) * (d + 4) + 4 * q * (d + 2) + (q ** 2 * d) / s + 2 * q * d * (d + 2);
    expect((trace(center(d, length), σ) + 4 * q) / golden).toBeCloseTo(1, 12);
  });

  it("grows with an added constant c by c²d/σ² − 2c·d((d + 2) + ‖z‖²/σ²)", () => {
    const [d, σ, length, c] = [4, 0.5, 1.2, 7];
    const z = center(d, length);
    const growth = (c ** 2 * d) / σ ** 2 - 2 * c * d * (d + 2 + length ** 2 / σ ** 2);
    expect(trace(z, σ, c) - trace(z, σ)).toBeCloseTo(growth, 9);
  });
});
