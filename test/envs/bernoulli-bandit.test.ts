import { describe, expect, it } from "vitest";
import { bernoulliBandit } from "../../envs/bernoulli-bandit.ts";
import { modelDistribution } from "./golden.ts";

describe("bernoulli-bandit", () => {
  it("pays 1 with the arm's probability and ends", () => {
    const { model } = bernoulliBandit.create({ arms: [0.25, 1] });
    expect(modelDistribution(model!, 0, 0)).toEqual(
      new Map([
        ["0 1 true", 0.25],
        ["0 0 true", 0.75],
      ]),
    );
    expect(modelDistribution(model!, 0, 1)).toEqual(new Map([["0 1 true", 1]]));
  });

  it("refuses what is not a probability", () => {
    const { issues } = bernoulliBandit.options.safeParse({ arms: [0.5, 1.2] }).error!;
    expect(issues[0].path).toEqual(["arms", 1]);
  });
});
