import { describe, expect, it } from "vitest";
import type { policies } from "../../src/policies/index.ts";
import { largest, normals } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { scoreOf } from "../problems/trajectories.ts";

const objective = { discount: 1, horizon: 1 };
type Tabular = "softmax" | "bernoulli" | "bernoulli-product";
const problems: Record<Tabular & keyof typeof policies, Problem> = {
  softmax: problemOf(environmentOf("garnet"), "random", objective, "softmax"),
  bernoulli: problemOf(environmentOf("contextual-bernoulli"), [0.7, -1.2], objective, "bernoulli"),
  "bernoulli-product": problemOf(
    environmentOf("bernoulli-quadratic"),
    [0.7, -1.2, 0.3],
    objective,
    "bernoulli-product",
  ),
};

describe.each(Object.entries(problems))("the policy %s", (_, problem) => {
  const { policy, point } = problem;
  const { states, actions, parameters } = policy;

  it("gives every state a distribution over actions", () => {
    for (let s = 0; s < states; s++) {
      const row = point.probabilities.subarray(s * actions, (s + 1) * actions);
      expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-15);
      expect(Math.min(...row)).toBeGreaterThan(0);
    }
  });

  it("has scores equal to central differences of log π", () => {
    const h = 1e-5;
    const moved = point.theta.slice();
    const table = new Float64Array(states * actions);
    for (let j = 0; j < parameters; j++) {
      const logProbabilities = (step: number) => {
        moved[j] = point.theta[j] + step;
        policy.probabilities(moved, table);
        return table.map(Math.log);
      };
      const [up, down] = [logProbabilities(h), logProbabilities(-h)];
      moved[j] = point.theta[j];
      for (let row = 0; row < states * actions; row++) {
        const score = scoreOf(problem, Math.floor(row / actions), row % actions);
        expect(Math.abs(score[j] - (up[row] - down[row]) / (2 * h))).toBeLessThan(1e-9);
      }
    }
  });

  it("sums weighted scores like the slow sum over states and actions", () => {
    const weights = normals(states * actions, "weights");
    const slow = new Float64Array(parameters);
    for (let row = 0; row < states * actions; row++) {
      const score = scoreOf(problem, Math.floor(row / actions), row % actions);
      for (let j = 0; j < parameters; j++) slow[j] += weights[row] * score[j];
    }
    const fast = new Float64Array(parameters).fill(Number.NaN); // whatever was there is overwritten
    policy.weightedScores(point.probabilities, weights, fast);
    expect(largest(fast.map((x, j) => x - slow[j]))).toBeLessThan(1e-13);
  });

  it("has scores whose expectation over its own actions is zero", () => {
    const sum = new Float64Array(parameters);
    policy.weightedScores(point.probabilities, point.probabilities, sum);
    expect(largest(sum)).toBeLessThan(1e-15);
  });
});
