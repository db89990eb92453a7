import { describe, expect, it } from "vitest";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import { sampleMoments, truthOf } from "../moments.ts";
import { environmentOf } from "../problems/environments.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { frozenLake } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";

/** Of |z|; 22 tests, one of which exceeds it by chance with probability 1.4e-3. The seed is fixed. */
const LIMIT = 4;

/** FrozenLake 8x8 with a policy that often reaches the goal: three rounds of soft policy improvement. */
const largeLake = (): Problem => {
  const environment = environmentOf("frozen-lake", { map: "8x8" });
  let theta = new Float64Array(256);
  for (let round = 0; round < 3; round++) {
    const { actionValues } = problemOf(environment, theta, { discount: 0.99, horizon: 200 }).point.solution!;
    theta = theta.map((_, row) => {
      const state = 4 * Math.floor(row / 4);
      const best = Math.max(...actionValues.subarray(state, state + 4));
      return best > 0 ? (8 * actionValues[row]) / best : 0;
    });
  }
  return problemOf(environment, theta, { discount: 0.99, horizon: 100 });
};

const critic = { kind: "exact" };
const options = [
  { kind: "reinforce", return: "total" },
  { kind: "reinforce", return: "total", baseline: { kind: "leave-one-out" } },
  { kind: "reinforce", return: "total", baseline: { kind: "batch-mean" } },
  { kind: "reinforce", return: "to-go" },
  { kind: "reinforce", stateWeight: "none" },
  { kind: "reinforce", baseline: { kind: "value", critic } },
  { kind: "reinforce", baseline: { kind: "leave-one-out" } },
  { kind: "reinforce", baseline: { kind: "batch-mean" } },
  { kind: "actor-critic", advantage: "td", critic },
  { kind: "actor-critic", advantage: "gae", lambda: 0.8, critic: { kind: "monte-carlo" } },
  { kind: "all-action", critic },
];

describe.each([
  ["FrozenLake 4x4", frozenLake({ horizon: 30 }), 8000],
  ["FrozenLake 8x8", largeLake(), 4000],
] as const)(
  "on %s the mean squared error of sampled estimates is the exact one",
  (_, problem, replicates) => {
    const estimators = options.map((each) => estimatorOf(problem, each));
    const samples = sampleMoments(problem, estimators, { batchSize: 4, replicates, key: "exact moments" });
    const measure = exactMoments(problem.point, truthOf(problem))!;

    it.each(options.map((each, e) => [JSON.stringify(each), estimators[e], samples[e]] as const))(
      "%s",
      (_name, estimator, { squaredError, squaredErrorSE }) => {
        const { biasNorm, totalVariance } = measure(estimator, 4)!;
        const exact = totalVariance + biasNorm ** 2;
        expect(Math.abs(squaredError - exact) / squaredErrorSE).toBeLessThan(LIMIT);
        expect(squaredErrorSE / exact).toBeLessThan(0.035); // so that an error of a seventh would show
      },
    );
  },
);
