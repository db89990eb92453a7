import { describe, expect, it } from "vitest";
import type { StateWeight } from "../../src/problem/objective.ts";
import { batchMoments } from "../../src/truth/discrete/batch.ts";
import type { EstimatorForm } from "../../src/truth/discrete/estimator-form.ts";
import { frameOf } from "../../src/truth/discrete/frame.ts";
import { trajectoryMoments } from "../../src/truth/discrete/recursion.ts";
import { largest, subtract } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { endingAnywhere, threeStates } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { allPaths, type Path } from "../problems/trajectories.ts";
import { branching, byDefinition, uneven } from "./moments.ts";

const bits = problemOf(
  environmentOf("contextual-bernoulli"),
  [0.7, -1.2],
  { discount: 0.5, horizon: 2 },
  "bernoulli", // two parameters shared by all states
);
const problems: Record<string, Problem> = {
  "the three-state chain": threeStates(),
  "a problem that may end at any step": endingAnywhere(),
  "a problem with states that never lead back": branching(),
  "the same without discount": branching({ discount: 1 }),
  "the same with γ = 0": branching({ discount: 0 }),
  "contextual bits under a logistic policy": bits,
  "one step": branching({ horizon: 1 }),
};

const momentsOf = (problem: Problem, form: EstimatorForm, stateWeight: StateWeight) => {
  const { environment, point, objective } = problem;
  const frame = frameOf(environment.model!, point, point.solution!, objective)!;
  return trajectoryMoments(frame, form, stateWeight)!;
};

const batchOf = (problem: Problem, form: EstimatorForm, stateWeight: StateWeight, n: number, groupSize = 1) =>
  batchMoments(momentsOf(problem, form, stateWeight), form.across, n, groupSize)!;

/** Mean and total variance of (1/n) Σ_i X_i − b_i C_i over all n-tuples of paths, as two passes. */
const bruteForce = (problem: Problem, form: EstimatorForm, stateWeight: StateWeight, n: number) => {
  const P = problem.policy.parameters;
  const paths = allPaths(problem).map((path) => ({
    ...path,
    ...byDefinition(problem, form, stateWeight, path),
  }));
  type Drawn = (typeof paths)[number];
  const estimate = (drawn: readonly Drawn[]): Float64Array => {
    const out = new Float64Array(P);
    const sum = drawn.reduce((all, { start }) => all + start, 0);
    for (const { X, C, start } of drawn) {
      const baseline = { independent: 0, "batch-mean": sum / n, "leave-one-out": (sum - start) / (n - 1) }[
        form.across
      ];
      for (let j = 0; j < P; j++) out[j] += (X[j] - baseline * C[j]) / n;
    }
    return out;
  };
  const all: { g: Float64Array; p: number }[] = [];
  const visit = (drawn: Drawn[], p: number): void => {
    if (drawn.length === n) all.push({ g: estimate(drawn), p });
    else for (const path of paths) visit([...drawn, path], p * path.probability);
  };
  visit([], 1);
  const mean = new Float64Array(P);
  for (const { g, p } of all) for (let j = 0; j < P; j++) mean[j] += p * g[j];
  const totalVariance = all.reduce(
    (sum, { g, p }) => sum + p * subtract(g, mean).reduce((s, x) => s + x * x, 0),
    0,
  );
  return { mean, totalVariance };
};

const tables = ({ policy: { states: S, actions: A }, objective: { horizon: T } }: Problem) => ({
  values: () => uneven((T + 1) * S, 2),
  actionValues: () => uneven(T * S * A, 3),
});

const forms = (problem: Problem): [string, EstimatorForm][] => {
  const { values, actionValues } = tables(problem);
  const across = "independent";
  return [
    ["total return", { kind: "total", across }],
    ["total return minus b(s₀)", { kind: "total", across, values }],
    ["reward-to-go", { kind: "to-go", across }],
    ["reward-to-go minus b_t(s)", { kind: "to-go", across, values }],
    ["TD of any V", { kind: "gae", lambda: 0, across, values }],
    ["GAE(0.7) of any V", { kind: "gae", lambda: 0.7, across, values }],
    ["GAE(1) of any V", { kind: "gae", lambda: 1, across, values }],
    ["GAE(0.5) of no V", { kind: "gae", lambda: 0.5, across }],
    ["the 0.5-return of any V", { kind: "lambda-return", lambda: 0.5, across, values }],
    ["any Q minus any V", { kind: "action-value", across, values, actionValues }],
    ["all-action with any Q", { kind: "all-action", across, actionValues }],
  ];
};

describe.each(Object.entries(problems))("the recursion on %s equals the sum over all paths", (_, problem) => {
  const cases = (["discounted", "none"] as const).flatMap((weight) =>
    forms(problem).map(([name, form]) => [name, weight, form] as const),
  );

  it.each(cases)("for %s, state weight %s", (_name, weight, form) => {
    const slow = bruteForce(problem, form, weight, 1);
    const fast = batchOf(problem, form, weight, 1);
    expect(largest(subtract(fast.mean, slow.mean))).toBeLessThan(1e-13);
    expect(Math.abs(fast.totalVariance - slow.totalVariance)).toBeLessThan(1e-12);
    expect(batchOf(problem, form, weight, 7).totalVariance).toBeCloseTo(slow.totalVariance / 7, 13);
  });

  it.each(
    (["leave-one-out", "batch-mean"] as const).flatMap((across) =>
      (["total", "to-go"] as const).flatMap((kind) =>
        (["discounted", "none"] as const).map((weight) => [across, kind, weight] as const),
      ),
    ),
  )("for batches whose trajectories meet: %s, %s, state weight %s", (across, kind, weight) => {
    const form: EstimatorForm = { kind, across };
    const count = allPaths(problem).length;
    for (const n of [1, 2, 3]) {
      if ((n === 1 && across === "leave-one-out") || count ** n > 30_000) continue;
      const slow = bruteForce(problem, form, weight, n);
      const fast = batchOf(problem, form, weight, n);
      expect(largest(subtract(fast.mean, slow.mean))).toBeLessThan(1e-12);
      expect(Math.abs(fast.totalVariance - slow.totalVariance)).toBeLessThan(1e-12);
    }
  });

  it("with the total return, the batch mean is 1 − 1/n times leave-one-out", () => {
    for (const n of [2, 3, 10]) {
      const others = batchOf(problem, { kind: "total", across: "leave-one-out" }, "none", n);
      const all = batchOf(problem, { kind: "total", across: "batch-mean" }, "none", n);
      const scale = 1 - 1 / n;
      expect(largest(all.mean.map((x, j) => x - scale * others.mean[j]))).toBeLessThan(1e-13);
      expect(all.totalVariance).toBeCloseTo(scale ** 2 * others.totalVariance, 12);
    }
  });
});

/** Pairs of paths that share their first state. */
const pairsFromOneStart = (problem: Problem): { pair: [Path, Path]; p: number }[] => {
  const paths = allPaths(problem);
  return paths.flatMap((one) =>
    paths
      .filter((other) => other.states[0] === one.states[0])
      .map((other) => ({
        pair: [one, other] as [Path, Path],
        p: (one.probability * other.probability) / problem.environment.model!.initial[one.states[0]],
      })),
  );
};

describe("in groups of two that share their first state", () => {
  const problem = branching();
  it.each(forms(problem))("%s has the variance of the sum over all pairs", (_, form) => {
    const all = pairsFromOneStart(problem).map(({ pair, p }) => {
      const [one, other] = pair.map((path) => byDefinition(problem, form, "discounted", path).X);
      return { p, g: one.map((x, j) => (x + other[j]) / 2) };
    });
    const mean = new Float64Array(6);
    for (const { g, p } of all) for (let j = 0; j < 6; j++) mean[j] += p * g[j];
    const slow = all.reduce((sum, { g, p }) => sum + p * subtract(g, mean).reduce((s, x) => s + x * x, 0), 0);
    expect(batchOf(problem, form, "discounted", 2, 2).totalVariance).toBeCloseTo(slow, 12);
    expect(batchOf(problem, form, "discounted", 6, 2).totalVariance).toBeCloseTo(slow / 3, 12);
    const { mean: alone } = batchOf(problem, form, "discounted", 2, 1);
    expect(largest(subtract(alone, mean))).toBeLessThan(1e-13);
  });

  it("nothing is said of trajectories that meet across groups", () => {
    for (const across of ["leave-one-out", "batch-mean"] as const)
      expect(
        batchMoments(momentsOf(problem, { kind: "to-go", across }, "none"), across, 4, 2),
      ).toBeUndefined();
  });
});
