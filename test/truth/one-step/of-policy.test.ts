import { describe, expect, it } from "vitest";
import type { GaussianShape } from "../../../src/policies/policy.ts";
import { oneStepMoments } from "../../../src/truth/one-step/moments.ts";
import { oneStepOfPolicy } from "../../../src/truth/one-step/of-policy.ts";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import { oneStepOf } from "../../problems/environments.ts";
import { sceneOf } from "../../problems/problem-of.ts";
import { fixed, learned, modelOf } from "./models.ts";

const model = modelOf({ function: "quadratic", center: [1, -2] });
const shape = (change: Partial<GaussianShape>): GaussianShape => ({
  mean: "linear",
  bias: false,
  deviation: "learned",
  ...change,
});
const gradientOf = (exact: { gradient(out: Float64Array): void }, parameters: number): number[] => {
  const out = new Float64Array(parameters).fill(Number.NaN);
  exact.gradient(out);
  return [...out];
};

describe("oneStepOfPolicy", () => {
  it("finds the mean and log σ of a linear policy where they are", () => {
    const theta = Float64Array.of(0.3, 0.4, -0.2, 0.1);
    const solution = oneStepSolution(model, learned(2));
    solution.restart(theta);
    const found = oneStepOfPolicy(model, shape({}), 2, theta)!;
    expect(found.value).toBe(solution.value);
    expect(gradientOf(found, 4)).toEqual(gradientOf(solution, 4));
  });

  it("takes the first row of a table over time, and gives the others no gradient", () => {
    const theta = Float64Array.of(0.3, 0.4, 7, 8, 9, 10, -0.2, 0.1);
    const found = oneStepOfPolicy(model, shape({ mean: "time" }), 2, theta)!;
    const solution = oneStepSolution(model, learned(2));
    solution.restart(Float64Array.of(0.3, 0.4, -0.2, 0.1));
    const [a, b, c, d] = gradientOf(solution, 4);
    const expected = [a, b, 0, 0, 0, 0, c, d];
    expect(gradientOf(found, 8)).toEqual(expected);
    const estimator = { kind: "score", across: "leave-one-out" } as const;
    const moments = found.moments()(estimator, 3)!;
    expect([...moments.mean]).toEqual(expected);
    const { totalVariance } = oneStepMoments(
      model,
      learned(2),
      Float64Array.of(0.3, 0.4, -0.2, 0.1),
    )(estimator, 3)!;
    expect(moments.totalVariance).toBe(totalVariance);
  });

  it("follows θ when it is restarted, with σ fixed", () => {
    const theta = Float64Array.of(1, -2);
    const found = oneStepOfPolicy(model, shape({ deviation: 0.5 }), 2, theta)!;
    expect(found.value).toBe(-0.5);
    theta[0] = 3;
    found.restart();
    expect(found.value).toBe(-4.5);
    expect(gradientOf(found, 2)).toEqual([-4, -0]);
    const score = { kind: "score" } as const;
    const expected = oneStepMoments(model, fixed(2, 0.5), theta)(score, 1)!.totalVariance;
    expect(found.moments()(score, 1)!.totalVariance).toBe(expected);
    expect(found.moments()({ kind: "score", across: "leave-one-out" }, 1)).toBeUndefined();
  });

  it("knows nothing where a bias doubles the mean", () => {
    const scene = (bias: boolean) =>
      sceneOf(
        oneStepOf({ function: "square", k: 0 }),
        { kind: "linear-gaussian", deviation: 1, bias },
        [1, 2].slice(Number(!bias)),
        {
          horizon: 1,
        },
      );
    expect(scene(true).point.exact).toBeUndefined();
    expect(scene(false).point.exact).toBeDefined();
  });
});
