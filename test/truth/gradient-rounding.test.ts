import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { normal, stream } from "../../src/random.ts";
import { optimalControl } from "../../src/truth/linear-quadratic/riccati.ts";
import { LinearQuadraticSolution } from "../../src/truth/linear-quadratic/solution.ts";
import { tableRounding } from "../../src/truth/rounding.ts";
import { truthOf } from "../moments.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { modelOf, objectiveOf, openLoop } from "./linear-quadratic/solutions.ts";

/** A problem without an end in which every step is worth the same, so that ∇J is 0. */
const indifferent = (states: number, actions: number, horizon: number, reward: number, discount: number) => {
  const random = stream("indifferent", states, actions, horizon);
  const outcomes = states * actions * states;
  const shares = (row: number) => {
    const draws = Array.from({ length: states }, () => random.next() + (row < 0 ? 1 : 0));
    const sum = draws.reduce((total, x) => total + x, 0);
    return draws.map((x) => x / sum);
  };
  const model = {
    ...{ states, actions },
    initial: Float64Array.from(shares(-1)),
    start: Int32Array.from({ length: states * actions + 1 }, (_, row) => row * states),
    probability: Float64Array.from(Array.from({ length: states * actions }, (_, row) => shares(row)).flat()),
    next: Int32Array.from({ length: outcomes }, (_, o) => o % states),
    reward: new Float64Array(outcomes).fill(reward),
    terminated: new Uint8Array(outcomes),
  };
  const theta = Array.from({ length: states * actions }, () => 2 * normal(random));
  const environment = { kind: "indifferent", states, actions, model } as unknown as FiniteEnvironment;
  return problemOf(environment, theta, { discount, horizon });
};

describe("the rounding of an exact gradient", () => {
  it.each([
    [4, 3, 20, 1, 0.9],
    [8, 4, 100, -0.3, 0.99],
    [8, 4, 100, 1e6, 1],
    [30, 5, 200, 0.1, 1],
  ])(
    "is all of it where every action is worth the same: %i states, %i actions, %i steps, rewards of %d, γ %d",
    (S, A, T, reward, discount) => {
      const problem = indifferent(S, A, T, reward, discount);
      const size = norm(truthOf(problem));
      const rounding = tableRounding(problem.point, problem.objective);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThan(rounding); // measured 0.02 to 0.3 of it
      expect(size).toBeGreaterThan(rounding / 100);
    },
  );

  it("is nothing beside a gradient of which there is one", () => {
    const problem = problemOf(environmentOf("garnet"), "random", { discount: 0.95, horizon: 40 });
    const rounding = tableRounding(problem.point, problem.objective);
    expect(rounding / norm(truthOf(problem))).toBeLessThan(1e-13);
    expect(rounding / norm(truthOf(problem))).toBeGreaterThan(1e-17);
  });

  it("shrinks with the scores: a policy that has settled has a small gradient that is known well", () => {
    const theta = new Float64Array(64).map((_, j) => (j % 4 === 1 ? 40 : 0)); // 1 − π = 3 e-40
    const problem = problemOf(environmentOf("frozen-lake"), theta, { discount: 0.95, horizon: 40 });
    const size = norm(truthOf(problem));
    expect(size).toBeLessThan(1e-16);
    expect(tableRounding(problem.point, problem.objective)).toBeLessThan(1e-12 * size);
  });
});

describe("the rounding of a linear-quadratic gradient", () => {
  it("is all of it at the best actions, and nothing elsewhere", () => {
    const T = 25;
    const model = modelOf({ preset: "point-mass" });
    const { gains } = optimalControl(model, 0.98, T);
    const theta = new Float64Array(2 * T);
    let x = Array.from(model.start);
    for (let t = 0; t < T; t++) {
      for (let k = 0; k < 2; k++)
        theta[2 * t + k] = x.reduce((sum, v, j) => sum + gains[(2 * t + k) * 4 + j] * v, 0);
      x = x.map(
        (_, i) =>
          x.reduce((sum, v, j) => sum + model.A[i * 4 + j] * v, 0) +
          model.B[i * 2] * theta[2 * t] +
          model.B[i * 2 + 1] * theta[2 * t + 1],
      );
    }
    const ratioAt = (at: Float64Array) => {
      const solution = new LinearQuadraticSolution(
        model,
        objectiveOf({ discount: 0.98, horizon: T }),
        openLoop(1),
        at,
      );
      const gradient = new Float64Array(at.length);
      solution.gradient(gradient);
      return norm(gradient) / solution.rounding();
    };
    expect(ratioAt(theta)).toBeLessThan(2); // θ itself is rounded
    expect(ratioAt(theta)).toBeGreaterThan(0.1);
    expect(ratioAt(theta.map((z) => 0.5 * z))).toBeGreaterThan(1e14);
  });
});
