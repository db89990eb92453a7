import { describe, expect, it } from "vitest";
import type { GaussianAction } from "../../../src/truth/one-step/gaussian.ts";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import { fixed, learned, modelOf } from "./models.ts";

const quadratic = modelOf({ function: "quadratic", center: [1, -2], offset: 0.5 });
const bump = modelOf({ function: "bump", k: 1.5 });

describe("oneStepSolution", () => {
  it("solves −‖u − z‖² + c by hand", () => {
    const solution = oneStepSolution(quadratic, learned(2));
    solution.restart(Float64Array.of(3, 0, Math.log(2), 0));
    const out = new Float64Array(4);
    solution.gradient(out);
    expect(solution.value).toBeCloseTo(0.5 - (4 + 4) - (4 + 1), 14);
    for (const [j, slope] of [-4, -4, -8, -2].entries()) expect(out[j]).toBeCloseTo(slope, 14);
  });

  it.each([
    ["quadratic, fixed σ", quadratic, fixed(2, 0.4), [0.3, -1]],
    ["quadratic, learned σ", quadratic, learned(2), [0.3, -1, 0.2, -0.7]],
    ["bump, fixed σ", bump, fixed(1, 0.4), [0.3]],
    ["bump, learned σ", bump, learned(1), [0.3, -0.5]],
    ["cosine, learned σ", modelOf({ function: "cosine", k: -2 }), learned(1), [0.3, -0.5]],
  ])("has the slopes of its value: %s", (_, model, action, theta) => {
    const solution = oneStepSolution(model, action);
    const valueAt = (j: number, by: number) => {
      solution.restart(Float64Array.from(theta, (x, i) => (i === j ? x + by : x)));
      return solution.value;
    };
    const out = new Float64Array(theta.length);
    solution.restart(Float64Array.from(theta));
    solution.gradient(out);
    for (const j of theta.keys())
      expect(out[j]).toBeCloseTo((valueAt(j, 1e-4) - valueAt(j, -1e-4)) / 2e-4, 7);
  });

  it("is at θ = 0 at first, and follows θ when it is restarted", () => {
    const solution = oneStepSolution(quadratic, fixed(2));
    expect(solution.value).toBe(0.5 - 5 - 2);
    const theta = Float64Array.of(1, -2);
    solution.restart(theta);
    expect(solution.value).toBe(0.5 - 2);
    theta[0] = 4;
    solution.restart(theta);
    expect(solution.value).toBe(0.5 - 9 - 2);
  });

  it.each([bump, modelOf({ function: "square", k: 1 })])("is not finite where σ overflows", (model) => {
    const solution = oneStepSolution(model, learned(1));
    solution.restart(Float64Array.of(0, 800));
    expect(Number.isFinite(solution.value)).toBe(false);
  });

  it("refuses actions that the model does not take", () => {
    const make = (action: GaussianAction, model = quadratic) => oneStepSolution(model, action);
    const wrongSize = (size: number) => `expected actions of size ${size}, that of the one-step model; got 3`;
    expect(() => make(fixed(3))).toThrow(new RangeError(wrongSize(2)));
    expect(() => make(fixed(3), bump)).toThrow(new RangeError(wrongSize(1)));
    expect(() => make(fixed(2, 0))).toThrow(new RangeError("expected a positive standard deviation; got 0"));
    expect(() => make(fixed(2)).restart(new Float64Array(3))).toThrow(
      new RangeError("expected 2 parameters; got 3"),
    );
  });
});
