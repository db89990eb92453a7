import { describe, expect, it } from "vitest";
import { bernoulliProduct } from "../../src/policies/bernoulli-product.ts";
import { largest, normals } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { scoreOf } from "../problems/trajectories.ts";

const ln3 = Math.log(3);
const objective = { discount: 1, horizon: 1 };

const probabilities = (policy: ReturnType<typeof bernoulliProduct>, ...theta: number[]) => {
  const out = new Float64Array(policy.actions);
  policy.probabilities(Float64Array.from(theta), out);
  return out;
};

describe("bernoulli-product", () => {
  it("multiplies the probabilities of the bits; bit i of the action has logit i", () => {
    const table = probabilities(bernoulliProduct(2, "own"), ln3, 0); // p = ¾, ½
    for (const [action, p] of [1 / 8, 3 / 8, 1 / 8, 3 / 8].entries())
      expect(table[action]).toBeCloseTo(p, 15);
  });

  it("can share one logit among all bits, whose score is then the sum of theirs", () => {
    const options = { logits: "shared" };
    const problem = problemOf(
      environmentOf("bernoulli-quadratic"),
      [ln3],
      objective,
      "bernoulli-product",
      options,
    );
    expect(problem.policy.parameters).toBe(1);
    expect(problem.point.probabilities[0b011]).toBeCloseTo(9 / 64, 15);
    for (const [action, ones] of [0, 1, 1, 2, 1, 2, 2, 3].entries())
      expect(scoreOf(problem, 0, action)[0]).toBeCloseTo(ones - 9 / 4, 14);
  });

  it("keeps the digits of a score close to zero", () => {
    const policy = bernoulliProduct(2, "own");
    const score = new Float64Array(2);
    policy.weightedScores(probabilities(policy, 50, -50), Float64Array.of(0, 1, 0, 0), score); // b = (1, 0)
    expect(score[0] / Math.exp(-50)).toBeCloseTo(1, 12);
    expect(score[1] / -Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it.each(["own", "shared"] as const)("sums scores over the bits of many actions (%s logits)", (logits) => {
    const policy = bernoulliProduct(9, logits);
    const theta = normals(policy.parameters, "theta");
    const table = probabilities(policy, ...theta);
    const weights = normals(512, "weights");
    const slow = new Float64Array(policy.parameters);
    for (const [action, weight] of weights.entries())
      for (let i = 0; i < 9; i++) {
        const j = logits === "own" ? i : 0;
        slow[j] += weight * (((action >> i) & 1) - 1 / (1 + Math.exp(-theta[j])));
      }
    const fast = new Float64Array(policy.parameters);
    policy.weightedScores(table, weights, fast);
    expect(largest(fast.map((x, j) => x - slow[j]))).toBeLessThan(1e-12);
  });

  it("is refused where actions are not bits", () => {
    expect(() => problemOf(environmentOf("frozen-lake"), [], objective, "bernoulli-product")).toThrow(
      "bernoulli-product needs an environment with bits; frozen-lake has none",
    );
  });
});
