import { describe, expect, it } from "vitest";
import { contextualBernoulli } from "../../envs/contextual-bernoulli.ts";
import { modelDistribution } from "./golden.ts";

const contexts = [
  { features: [1, 0], reward: [0.25, 0.75] },
  { features: [1, -2], reward: [1, 0], weight: 3 },
];
const make = (options: object) => contextualBernoulli.create(contextualBernoulli.options.parse(options));
const complaints = (options: object) => contextualBernoulli.options.safeParse(options).error?.issues;

describe("contextual-bernoulli", () => {
  it("meets contexts by their weights and shows their features", () => {
    const { model, features } = make({ contexts });
    expect([...model!.initial]).toEqual([0.25, 0.75]);
    expect([...features!]).toEqual([1, 0, 1, -2]);
  });

  it("pays 1 or 0, or the mean itself", () => {
    const { model } = make({ contexts });
    expect(modelDistribution(model!, 0, 1)).toEqual(
      new Map([
        ["0 1 true", 0.75],
        ["0 0 true", 0.25],
      ]),
    );
    const expected = make({ contexts: [{ features: [1], reward: [-2, 7] }], rewards: "expected" });
    expect(modelDistribution(expected.model!, 0, 1)).toEqual(new Map([["0 7 true", 1]]));
  });

  it("says which context is wrong", () => {
    expect(complaints({ contexts: [{ features: [1], reward: [0, 2] }] })).toMatchObject([
      { path: ["contexts", 0, "reward"], message: expect.stringContaining("probabilities of success") },
    ]);
    expect(complaints({ contexts: [contexts[0], { features: [1], reward: [0, 1] }] })).toMatchObject([
      { path: ["contexts", 1, "features"], message: "1 features, expected 2 as in the first context" },
    ]);
  });
});
