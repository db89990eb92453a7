import { describe, expect, it } from "vitest";
import { bernoulli } from "../../src/policies/bernoulli.ts";
import { policies } from "../../src/policies/index.ts";
import { environmentOf } from "../problems/environments.ts";

const features = Float64Array.of(2, -1); // one state
const policy = bernoulli(1, features);

const scoreOf = (y: 0 | 1, p: number) => {
  const score = new Float64Array(2);
  policy.weightedScores(Float64Array.of(1 - p, p), Float64Array.of(1 - y, y), score);
  return [...score];
};

describe("bernoulli", () => {
  it("takes action 1 with probability σ(θ·x)", () => {
    const out = new Float64Array(2);
    policy.probabilities(Float64Array.of(1, 2 - Math.log(3)), out); // θ·x = ln 3
    expect(out[0]).toBeCloseTo(0.25, 15);
    expect(out[1]).toBeCloseTo(0.75, 15);
  });

  it("has the score (y − p)·x of the log-likelihood, not the (p − y)·x of a loss", () => {
    expect(scoreOf(1, 0.75)).toEqual([0.5, -0.25]);
    expect(scoreOf(0, 0.75)).toEqual([-1.5, 0.75]);
  });

  it("makes the action that was taken more likely when θ moves along its score", () => {
    for (const y of [0, 1] as const) {
      const theta = Float64Array.of(0.3, 0.4);
      const [before, after] = [new Float64Array(2), new Float64Array(2)];
      policy.probabilities(theta, before);
      const score = scoreOf(y, before[1]);
      policy.probabilities(
        theta.map((x, j) => x + 0.01 * score[j]),
        after,
      );
      expect(after[y]).toBeGreaterThan(before[y]);
    }
  });

  it("keeps the digits of probabilities close to zero", () => {
    const out = new Float64Array(2);
    policy.probabilities(Float64Array.of(25, 0), out); // θ·x = 50
    expect(out[0] / Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it("is refused where there are no two actions or no features", () => {
    expect(() => policies.bernoulli.create({}, environmentOf("frozen-lake"))).toThrow(
      new RangeError("bernoulli needs 2 actions; frozen-lake has 4"),
    );
    expect(() => policies.bernoulli.create({}, environmentOf("corridor"))).toThrow(
      new RangeError("bernoulli needs features of the states; corridor has none"),
    );
  });
});
