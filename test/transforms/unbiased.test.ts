import { describe, expect, it } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import type { transforms } from "../../src/transforms/index.ts";
import { truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { endingAnywhere, threeStates } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";
import { momentsOverPaths, transformed } from "./making.ts";

const options: Record<keyof typeof transforms, readonly object[]> = {
  "clip-value": [{ max: 0.5 }],
  "clip-norm": [{ max: 0.5 }],
  accumulate: [{ batches: 2 }],
  scale: [{ factor: -1 }, { factor: 0.5 }, { factor: 1 }],
  sign: [{}],
  mask: [{ keep: 0.5 }],
  "fisher-mask": [{ keep: 0.5 }, { keep: 0.5, fisher: "batch" }, { keep: 1 }],
  natural: [{}, { fisher: "batch" }],
};
const all = Object.entries(options).flatMap(([kind, each]) => each.map((rest) => ({ kind, ...rest })));

const toGo = (problem: Problem, ...chain: object[]) =>
  transformed(problem, estimatorOf(problem, { kind: "reinforce", stateWeight: "discounted" }), ...chain);
const mask = { kind: "mask", keep: 0.5 };
const two = { kind: "accumulate", batches: 2 };

const scaled = (estimator: Estimator, factor: number): Estimator => ({
  ...estimator,
  estimate(batch, point, out, random) {
    const steps = estimator.estimate(batch, point, out, random);
    for (let j = 0; j < out.length; j++) out[j] *= factor;
    return steps;
  },
});

describe.each([
  ["the three-state chain", threeStates()],
  ["the three-state chain without γᵗ", threeStates({ stateWeight: "none" })],
  ["a problem that may end at any step", endingAnywhere({ horizon: 3 })],
])("over all paths of %s, every draw and every batch", (_, problem) => {
  const P = problem.policy.parameters;
  const truth = truthOf(problem);
  const biasOf = (estimator: Estimator, coins = 0) =>
    largest(subtract(momentsOverPaths(problem, estimator, coins).mean, truth));

  it.each(all.map((chosen) => [chosen] as const))(
    "REINFORCE with %j is unbiased if and only if it says so",
    (chosen) => {
      const estimator = toGo(problem, chosen);
      const bias = biasOf(estimator, chosen.kind === "mask" ? P : 0);
      if (estimator.estimand.unbiased) expect(bias).toBeLessThan(1e-13);
      else expect(bias).toBeGreaterThan(1e-3);
    },
  );

  it("a mask that is not rescaled and a sum in place of a mean are found out", () => {
    expect(biasOf(scaled(toGo(problem, mask), 0.5), P)).toBeGreaterThan(1e-3);
    expect(biasOf(scaled(toGo(problem, two), 2))).toBeGreaterThan(1e-3);
  });
});

describe("the exact total variance on the three-state chain", () => {
  const problem = threeStates();
  const plain = momentsOverPaths(problem, toGo(problem));
  const golden = 0.316435385051; // of reward-to-go

  it("is that of one trajectory without a transform", () => {
    expect(plain.totalVariance).toBeCloseTo(golden, 11);
  });

  it("is divided by the batches that are accumulated", () => {
    const { totalVariance } = momentsOverPaths(problem, toGo(problem, two));
    expect(totalVariance).toBeCloseTo(golden / 2, 11);
  });

  it("grows by (1 − p)/p · E‖ĝ‖² under a mask", () => {
    const { totalVariance } = momentsOverPaths(problem, toGo(problem, mask), 6);
    const square = plain.totalVariance + plain.mean.reduce((sum, x) => sum + x * x, 0);
    expect(totalVariance).toBeCloseTo(golden + square, 11); // (1 − p)/p = 1
  });
});

describe("what a Fisher mask is biased to", () => {
  it("is the part of the gradient along the coordinates that it keeps", () => {
    const problem = threeStates();
    const { mean } = momentsOverPaths(problem, toGo(problem, { kind: "fisher-mask", keep: 0.5 }));
    const truth = truthOf(problem);
    const kept = [...mean].map((x, j) => (x === 0 ? 0 : truth[j]));
    expect(kept.filter((x) => x !== 0).length).toBeGreaterThan(1);
    expect(largest(mean.map((x, j) => x - kept[j]))).toBeLessThan(1e-14);
  });
});
