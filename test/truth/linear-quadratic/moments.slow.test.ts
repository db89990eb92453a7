import { describe, expect, it } from "vitest";
import type { StateWeight } from "../../../src/problem/objective.ts";
import { batchMoments } from "../../../src/truth/discrete/batch.ts";
import type { QuadraticForm } from "../../../src/truth/linear-quadratic/moments/form-rewards.ts";
import { frameOf } from "../../../src/truth/linear-quadratic/moments/frame.ts";
import { trajectoryMoments } from "../../../src/truth/linear-quadratic/moments/trajectory-moments.ts";
import { quadraticSize } from "../../../src/truth/linear-quadratic/quadratic.ts";
import { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";
import { byDefinition, quadraturePaths } from "./paths.ts";
import { linear, modelOf, objectiveOf, problems, uneven } from "./solutions.ts";

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, j) => sum + x * b[j], 0);

/** Fixed tables of no particular meaning. */
const tables = ({ dynamics: { states: D, size: K }, objective: { horizon: T } }: LinearQuadraticSolution) => {
  const symmetric = (table: Float64Array, n: number) => {
    for (let first = 1 + n; first < table.length; first += quadraticSize(n))
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) table[first + i * n + j] = table[first + j * n + i];
    return table;
  };
  return {
    values: symmetric(uneven((T + 1) * quadraticSize(D), 20), D),
    actionValues: symmetric(uneven(T * quadraticSize(D + K), 21), D + K),
  };
};

const forms = (solution: LinearQuadraticSolution): [string, QuadraticForm][] => {
  const { values, actionValues } = tables(solution);
  const across = "independent";
  return [
    ["total return", { kind: "total", across }],
    ["total return minus b(x₀)", { kind: "total", across, values }],
    ["reward-to-go", { kind: "to-go", across }],
    ["reward-to-go minus b_t(x)", { kind: "to-go", across, values }],
    ["reward-to-go minus V_t(x)", { kind: "to-go", across, values: solution.values }],
    ["TD of any V", { kind: "gae", lambda: 0, across, values }],
    ["GAE(0.7) of any V", { kind: "gae", lambda: 0.7, across, values }],
    ["GAE(0.5) of no V", { kind: "gae", lambda: 0.5, across }],
    ["the 0.5-return of any V", { kind: "lambda-return", lambda: 0.5, across, values }],
    ["any Q minus any V", { kind: "action-value", across, values, actionValues }],
    ["the exact Q", { kind: "action-value", across }],
  ];
};

describe.each(problems)("the exact moments of %s equal the sum over all quadrature paths", (_, solution) => {
  const frame = frameOf(solution)!;
  const paths = quadraturePaths(solution);
  const T = solution.objective.horizon;

  const cases = (["discounted", "none"] as const).flatMap((weight) =>
    forms(solution).map(([name, form]) => [name, weight, form] as const),
  );
  it.each(cases)("for %s, state weight %s", (_name, weight, form) => {
    const fast = trajectoryMoments(frame, form, weight)!;
    const P = solution.theta.length;
    const mean = new Float64Array(P);
    const stepMeans = Array.from({ length: T }, () => new Float64Array(P));
    const starts = new Map<string, { X: Float64Array; p: number }>();
    let [square, stepSquare] = [0, 0];
    for (const path of paths) {
      const { X, steps } = byDefinition(solution, form, weight, path);
      const p = path.probability;
      const key = path.states[0].join();
      const start = starts.get(key) ?? { X: new Float64Array(P), p: 0 };
      starts.set(key, start);
      start.p += p;
      for (let j = 0; j < P; j++) {
        mean[j] += p * X[j];
        start.X[j] += p * X[j];
      }
      square += p * dot(X, X);
      for (const [t, step] of steps.entries()) {
        stepSquare += p * dot(step, step);
        for (let j = 0; j < P; j++) stepMeans[t][j] += p * step[j];
      }
    }
    const startSquare = [...starts.values()].reduce((sum, { X, p }) => sum + dot(X, X) / p, 0);
    const withinSteps = stepSquare - stepMeans.reduce((sum, m) => sum + dot(m, m), 0);
    for (let j = 0; j < P; j++)
      expect(Math.abs(fast.mean[j] - mean[j])).toBeLessThan(1e-11 * Math.sqrt(square));
    expect(Math.abs(fast.square / square - 1)).toBeLessThan(1e-11);
    expect(Math.abs(fast.startSquare - startSquare)).toBeLessThan(1e-11 * square);
    const { trajectory, action, state } = fast.parts;
    expect(Math.abs(trajectory + action + state - withinSteps)).toBeLessThan(1e-11 * square);
    expect(Math.min(trajectory, action, state)).toBeGreaterThan(-1e-12 * square);
  });

  it.each([
    ["total", "discounted"],
    ["to-go", "discounted"],
    ["to-go", "none"],
  ] as const)("for %s, state weight %s, where trajectories meet", (kind, weight) => {
    const form: QuadraticForm = { kind, across: "batch-mean" };
    const { square, returns } = trajectoryMoments(frame, form, weight)!;
    const m = solution.value;
    const slow = { square: 0, variance: 0, scoreSquare: 0, product: 0, own: 0 };
    const withScore = new Float64Array(solution.theta.length);
    for (const path of paths) {
      const { X, C, R } = byDefinition(solution, form, weight, path);
      const p = path.probability;
      slow.square += p * dot(X, X);
      slow.variance += p * (R - m) ** 2;
      slow.scoreSquare += p * dot(C, C);
      slow.product += p * (R - m) * dot(X, C);
      slow.own += p * (R - m) ** 2 * dot(C, C);
      for (const [j, x] of C.entries()) withScore[j] += p * R * x;
    }
    const close = (fast: number, other: number) => expect(Math.abs(fast / other - 1)).toBeLessThan(1e-11);
    close(square, slow.square);
    close(returns!.variance, slow.variance);
    close(returns!.scoreSquare, slow.scoreSquare);
    close(returns!.own!.product, slow.product);
    close(returns!.own!.square, slow.own);
    for (const [j, x] of withScore.entries()) expect(returns!.withScore[j]).toBeCloseTo(x, 11);
    const others = trajectoryMoments(frame, { kind, across: "leave-one-out" }, weight)!;
    close(others.square, slow.square);
    close(others.returns!.scoreSquare, slow.scoreSquare);
  });
});

describe("the exact moments", () => {
  const [, solution] = problems.find(([name]) => name === "three steps")!;
  const frame = frameOf(solution)!;

  it.each([
    ["leave-one-out", "total", "none"],
    ["leave-one-out", "to-go", "discounted"],
    ["batch-mean", "total", "none"],
    ["batch-mean", "to-go", "none"],
  ] as const)(
    "of pairs of trajectories are those of all pairs: %s, %s, state weight %s",
    (across, kind, weight) => {
      const form: QuadraticForm = { kind, across };
      const plain: QuadraticForm = { kind, across: "independent" };
      const drawn = quadraturePaths(solution).map((path) => ({
        ...byDefinition(solution, plain, weight, path),
        p: path.probability,
      }));
      const P = solution.theta.length;
      const mean = new Float64Array(P);
      const g = new Float64Array(P);
      let square = 0;
      for (const a of drawn) {
        for (const b of drawn) {
          const [forA, forB] = across === "leave-one-out" ? [b.R, a.R] : [(a.R + b.R) / 2, (a.R + b.R) / 2];
          const p = a.p * b.p;
          for (let j = 0; j < P; j++) {
            g[j] = (a.X[j] - forA * a.C[j] + b.X[j] - forB * b.C[j]) / 2;
            mean[j] += p * g[j];
            square += p * g[j] * g[j];
          }
        }
      }
      const fast = batchMoments(trajectoryMoments(frame, form, weight)!, across, 2, 1)!;
      for (let j = 0; j < P; j++) expect(fast.mean[j]).toBeCloseTo(mean[j], 10);
      expect(Math.abs(fast.totalVariance / (square - dot(mean, mean)) - 1)).toBeLessThan(1e-10);
    },
  );

  it.each(["discounted", "none"] as const)(
    "have the exact gradient as their mean, state weight %s",
    (weight: StateWeight) => {
      for (const [, problem] of problems) {
        const { dynamics, objective, shape, theta } = problem;
        const direction = new LinearQuadraticSolution(
          dynamics.model,
          { ...objective, stateWeight: weight },
          shape,
          theta,
        );
        const exact = new Float64Array(theta.length);
        direction.gradient(exact);
        const { values } = tables(problem);
        const { mean } = trajectoryMoments(
          frameOf(problem)!,
          { kind: "to-go", across: "independent", values },
          weight,
        )!;
        for (const [j, x] of mean.entries()) expect(x).toBeCloseTo(exact[j], 11);
      }
    },
  );

  it("are not to be had of all-action, of baselines beside those of other trajectories, or of too many coordinates", () => {
    const { values } = tables(solution);
    expect(trajectoryMoments(frame, { kind: "all-action", across: "independent" }, "none")).toBeUndefined();
    expect(
      trajectoryMoments(frame, { kind: "to-go", across: "leave-one-out", values }, "none"),
    ).toBeUndefined();
    expect(trajectoryMoments(frame, { kind: "gae", across: "batch-mean" }, "none")).toBeUndefined();
    const many = (D: number) =>
      new LinearQuadraticSolution(
        modelOf({ A: 0.5, B: 1, noise: new Array(D).fill(1) }),
        objectiveOf({ horizon: 2 }),
        linear(1),
        new Float64Array(D * D),
      );
    expect(frameOf(many(5))).toBeDefined(); // 8,008 monomials
    expect(frameOf(many(6))).toBeUndefined(); // 18,564
  });
});
