import { describe, expect, it } from "vitest";
import { optimalControl, stationaryControl } from "../../../src/truth/linear-quadratic/riccati.ts";
import { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";
import { linear, modelOf, objectiveOf, openLoop } from "./solutions.ts";

describe("the Riccati recursion", () => {
  it("has the golden numbers of the double integrator", () => {
    const { gain } = stationaryControl(modelOf({ preset: "double-integrator" }), 1);
    expect(gain[0]).toBeCloseTo(-0.480534, 6);
    expect(gain[1]).toBeCloseTo(-1.249621, 6);
    // J∞* is the average cost of a step under noise of variance 1, tr(P), 10⁴ times that under noise of 0.01
    expect(stationaryControl(modelOf({ preset: "double-integrator", noise: 1 }), 1).noiseReward).toBeCloseTo(
      -5.931125,
      6,
    );
    expect(stationaryControl(modelOf({ preset: "double-integrator" }), 1).noiseReward).toBeCloseTo(
      -5.931125e-4,
      10,
    );
    // J_T* is that of T = 10 without noise
    expect(optimalControl(modelOf({ preset: "double-integrator", noise: 0 }), 1, 10).value).toBeCloseTo(
      -1.600482,
      6,
    );
    expect(optimalControl(modelOf({ preset: "double-integrator" }), 1, 10).value).toBeCloseTo(-1.605551, 6);
  });

  it.each(["next-state", "current-state"])(
    "has the golden average cost of the data center, cost on the %s",
    (costOn) => {
      const model = modelOf({ preset: "data-center", costOn });
      const { noiseReward, value } = stationaryControl(model, 1);
      expect(noiseReward).toBeCloseTo(-137.287166, 6);
      expect(value).toBe(Number.NEGATIVE_INFINITY);
    },
  );

  it("is what the stationary gain is worth in the long run", () => {
    const model = modelOf({ preset: "data-center", startDeviation: 3 });
    const still = linear(1e-9); // as good as no exploration
    const worth = (discount: number, horizon: number) => {
      const { gain } = stationaryControl(model, discount);
      return new LinearQuadraticSolution(model, objectiveOf({ discount, horizon }), still, gain).value;
    };
    expect(worth(1, 3000) - worth(1, 2000)).toBeCloseTo(1000 * stationaryControl(model, 1).noiseReward, 4);
    expect(worth(0.9, 600)).toBeCloseTo(stationaryControl(model, 0.9).value, 8);
  });

  it("is best: no gradient at its open-loop means, and nothing better nearby", () => {
    const T = 25;
    const model = modelOf({ preset: "point-mass" }); // without noise an open loop is as good as feedback
    const { gains, value } = optimalControl(model, 0.98, T);
    const theta = new Float64Array(2 * T);
    const x = [...model.start];
    for (let t = 0; t < T; t++) {
      for (let k = 0; k < 2; k++)
        theta[2 * t + k] = x.reduce((sum, v, j) => sum + gains[(2 * t + k) * 4 + j] * v, 0);
      const next = x.map(
        (_, i) =>
          x.reduce((sum, v, j) => sum + model.A[i * 4 + j] * v, 0) +
          model.B[i * 2] * theta[2 * t] +
          model.B[i * 2 + 1] * theta[2 * t + 1],
      );
      x.splice(0, 4, ...next);
    }
    const objective = objectiveOf({ horizon: T, discount: 0.98 });
    const solution = new LinearQuadraticSolution(model, objective, openLoop(1e-9), theta);
    const gradient = new Float64Array(2 * T);
    solution.gradient(gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-11);
    expect(solution.value).toBeCloseTo(value, 11);
    theta[7] += 0.01;
    solution.restart();
    expect(solution.value).toBeLessThan(value - 1e-6);
  });

  it("says so where nothing is stable", () => {
    expect(() => stationaryControl(modelOf({ A: 2, B: 0, start: 1 }), 1)).toThrow(/no control is stable/);
    expect(() => optimalControl(modelOf({ A: 2, B: 0, R: 0 }), 1, 3)).toThrow(/singular/);
  });
});
