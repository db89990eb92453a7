import { describe, expect, it } from "vitest";
import { linearQuadraticEnvironment } from "../../../envs/linear-quadratic.ts";
import { normal, stream } from "../../../src/random.ts";
import { bestConstant } from "../../../src/truth/linear-quadratic/moments/best-constant.ts";
import { formMoments } from "../../../src/truth/linear-quadratic/moments/form-moments.ts";
import {
  constantQuadratics,
  quadraticAt,
  quadraticSize,
} from "../../../src/truth/linear-quadratic/quadratic.ts";
import { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";
import { golden, modelOf, objectiveOf, openLoop } from "./solutions.ts";

const squareOf = (v: Float64Array) => v.reduce((sum, x) => sum + x * x, 0);

/** trΣ of one episode, minus b_t(x). @param values [T + 1, 1 + D + D²] */
const totalVariance = (solution: LinearQuadraticSolution, kind: "total" | "to-go", values?: Float64Array) => {
  const { square, mean } = formMoments(solution)({ kind, across: "independent", values }, "discounted")!;
  return square - squareOf(mean);
};

/** b_t = E[G_t]. */
const timeBaseline = (solution: LinearQuadraticSolution): Float64Array => {
  const table = constantQuadratics(solution.objective.horizon + 1, 2, 0);
  for (const [t, mean] of solution.meanReturns.entries()) table[t * quadraticSize(2)] = mean;
  return table;
};

describe("the double integrator", () => {
  const solution = golden();
  const constant = constantQuadratics(11, 2, solution.value);

  it("has the total variances of the golden numbers, which are estimates, within 5 %", () => {
    const within = (variance: number, estimate: number) =>
      expect(Math.abs(variance / estimate - 1)).toBeLessThan(0.05);
    within(totalVariance(solution, "total"), 5650);
    within(totalVariance(solution, "total", constant), 545);
    within(totalVariance(solution, "to-go"), 2490);
    within(totalVariance(solution, "to-go", timeBaseline(solution)), 431);
  });

  it("has the moments that 100,000 simulated episodes have, and not those of a like estimator", () => {
    const environment = linearQuadraticEnvironment(solution.dynamics.model);
    const random = stream("double integrator", "moments");
    const values = timeBaseline(solution);
    const n = 100_000;
    const sums = { X: new Float64Array(2), square: 0, fourth: 0, products: new Float64Array(2) };
    const states = Array.from({ length: 11 }, () => new Float64Array(2));
    const draws = new Float64Array(10);
    const rewards = new Float64Array(10);
    const action = new Float64Array(1);
    const outcome = { reward: 0, terminated: false };
    for (let i = 0; i < n; i++) {
      environment.reset(states[0], random);
      for (let t = 0; t < 10; t++) {
        draws[t] = normal(random);
        action[0] = -0.2 * states[t][0] - 0.5 * states[t][1] + 0.1 * draws[t];
        states[t + 1].set(states[t]);
        environment.step(states[t + 1], action, random, outcome);
        rewards[t] = outcome.reward;
      }
      const X = [0, 0];
      for (let t = 9, rest = 0; t >= 0; t--) {
        rest += rewards[t];
        const weight = ((rest - quadraticAt(values, t, 2, states[t])) * draws[t]) / 0.1;
        X[0] += weight * states[t][0];
        X[1] += weight * states[t][1];
      }
      const square = X[0] ** 2 + X[1] ** 2;
      sums.square += square / n;
      sums.fourth += square ** 2 / n;
      for (let j = 0; j < 2; j++) {
        sums.X[j] += X[j] / n;
        sums.products[j] += X[j] ** 2 / n;
      }
    }
    const of = (table: Float64Array) =>
      formMoments(solution)({ kind: "to-go", across: "independent", values: table }, "discounted")!;
    const exact = of(values);
    const error = Math.sqrt((sums.fourth - sums.square ** 2) / n);
    const z = (square: number) => Math.abs(sums.square - square) / error;
    expect(z(exact.square)).toBeLessThan(4);
    expect(error / exact.square).toBeLessThan(0.0225); // so that 20 % more or less would be seen, at z > 8
    expect(z(of(solution.values).square)).toBeGreaterThan(8); // minus V_t(x_t) in place of E[G_t]
    expect(z(1.2 * exact.square)).toBeGreaterThan(8);
    for (let j = 0; j < 2; j++) {
      const deviation = Math.sqrt((sums.products[j] - sums.X[j] ** 2) / n);
      expect(Math.abs(sums.X[j] - exact.mean[j])).toBeLessThan(4 * deviation);
    }
  });

  it("varies least with the best constant", () => {
    for (const kind of ["total", "to-go"] as const) {
      const best = bestConstant(solution, kind, "discounted")!;
      const at = (b: number) => totalVariance(solution, kind, constantQuadratics(11, 2, b));
      expect(at(best + 0.5)).toBeCloseTo(at(best - 0.5), 9);
      expect(at(best + 0.5)).toBeGreaterThan(at(best) + 1);
    }
  });
});

/** R(u) = −‖u − z‖² as one step from −z, at the mean 0. */
const quadratic = (z: number[], sigma: number) =>
  new LinearQuadraticSolution(
    modelOf({ A: 1, B: 1, Q: 1, R: 0, start: z.map((x) => -x) }),
    objectiveOf({ horizon: 1 }),
    openLoop(sigma),
    new Float64Array(z.length),
  );

describe("one quadratic step", () => {
  it.each([
    [[0.6], 1],
    [[0.6, 0.8], 1],
    [[0.3, -1, 0.4], 0.7],
    [[1, 0, 0.5, 0.2], 1.3],
  ])("has the closed form of E‖ĝ‖², z = %j, σ = %s", (z, sigma) => {
    const d = z.length;
    const size = z.reduce((sum, x) => sum + x * x, 0);
    const s = sigma ** 2;
    const closed =
      s * d * (d + 2) * (d + 4) + 4 * size * (d + 2) + (size ** 2 * d) / s + 2 * size * d * (d + 2);
    const { square, mean } = formMoments(quadratic(z, sigma))(
      { kind: "to-go", across: "independent" },
      "none",
    )!;
    expect(square).toBeCloseTo(closed, 10);
    for (const [j, x] of z.entries()) expect(mean[j]).toBeCloseTo(2 * x, 12);
  });

  it.each([0, 0.7, -2])("has the variances of (x − k)² with every baseline, δ = %s", (delta) => {
    const solution = quadratic([-delta], 1);
    const minus = (b: number) => totalVariance(solution, "total", constantQuadratics(2, 1, b));
    expect(minus(0)).toBeCloseTo(15 + 14 * delta ** 2 + delta ** 4, 11);
    expect(minus(solution.value)).toBeCloseTo(10 + 8 * delta ** 2, 11);
    expect(minus(bestConstant(solution, "total", "none")!)).toBeCloseTo(6 + 8 * delta ** 2, 11);
  });
});
