import { describe, expect, it } from "vitest";
import { softmax } from "../../src/policies/softmax.ts";

const probabilities = (...theta: number[]) => {
  const out = new Float64Array(theta.length);
  softmax(1, theta.length).probabilities(Float64Array.from(theta), out);
  return [...out];
};

describe("softmax", () => {
  it("is exp θ(s,a) / Σ_b exp θ(s,b) in each state by itself", () => {
    const out = new Float64Array(4);
    softmax(2, 2).probabilities(Float64Array.of(0, Math.log(3), 5, 5), out);
    for (const [row, p] of [0.25, 0.75, 0.5, 0.5].entries()) expect(out[row]).toBeCloseTo(p, 15);
  });

  it("does not overflow, and does not change when all logits of a state move together", () => {
    expect(probabilities(1000, 1000, 0)).toEqual([0.5, 0.5, 0]);
    expect(probabilities(-1000, -1000 + Math.log(3))).toEqual(probabilities(0, -1000 + Math.log(3) + 1000));
  });

  it("has the score [a = b] − π(b|s), and zero in the other states", () => {
    const policy = softmax(2, 2);
    const score = new Float64Array(4);
    policy.weightedScores(Float64Array.of(0.25, 0.75, 0.5, 0.5), Float64Array.of(0, 1, 0, 0), score);
    expect([...score]).toEqual([-0.25, 0.25, 0, 0]);
  });
});
