import { describe, expect, it } from "vitest";
import { expectedOf } from "../../src/audit/expected.ts";
import { compareOn, likenessOf } from "../../src/audit/names.ts";
import { updatePresets } from "../../src/config/update-presets.ts";
import { actorCritic, advantages, exam, scaled, standard, type Weigh, weighting } from "./planted.ts";

const isEqual = (code: Weigh, preset: string): boolean => {
  const comparison = compareOn(weighting(code), exam);
  return expectedOf(exam, preset).ofGradients.some((each) => likenessOf(each, comparison).kind === "equal");
};

const ppo: Weigh = (batch) =>
  scaled(batch, standard(advantages(batch, { lambda: 0.95 })), { average: "steps" });

describe("--expect with a preset of an update", () => {
  it("asks for the loss of A2C, and for no other λ, divisor or state weight", () => {
    expect(isEqual(actorCritic({ lambda: 1, average: "steps" }), "a2c-sb3")).toBe(true);
    expect(isEqual(actorCritic({ lambda: 0.95, average: "steps" }), "a2c-sb3")).toBe(false);
    expect(isEqual(actorCritic({ lambda: 1 }), "a2c-sb3")).toBe(false);
    expect(isEqual(actorCritic({ lambda: 1, average: "steps", discounted: true }), "a2c-sb3")).toBe(false);
  });

  it("asks for PPO's with normalized advantages, and its λ and time limit", () => {
    expect(isEqual(ppo, "ppo-sb3")).toBe(true);
    expect(isEqual(actorCritic({ lambda: 0.95, average: "steps" }), "ppo-sb3")).toBe(false);
    expect(isEqual(ppo, "ppo-m")).toBe(false); // which takes a time limit for an end
    expect(isEqual(ppo, "ppo-spinningup")).toBe(false); // λ = 0.97
  });

  it("judges advantages alone without the divisor", () => {
    const alone = weighting((batch) => advantages(batch, { lambda: 1 }));
    const comparison = compareOn(alone, exam);
    const { ofAdvantages, ofGradients } = expectedOf(exam, "a2c-sb3");
    expect(likenessOf(ofAdvantages[0], comparison).kind).toBe("equal");
    expect(likenessOf(ofGradients[0], comparison).kind).not.toBe("equal");
  });

  it.each([
    ["ppo-cleanrl", "it has an entropy bonus (entropyCoefficient: 0.01)"],
    ["ppo-cleanrl-continuous", "rewards are scaled by what was seen before (rewards)"],
    ["ppo-baselines", "rewards are scaled by what was seen before (rewards)"],
    ["ppo-implementation-matters", "rewards are scaled by what was seen before (rewards)"],
    ["trpo-sb3", "trpo goes along a natural gradient"],
  ])("refuses %s, and says why", (name, why) => {
    expect(() => expectedOf(exam, name)).toThrow(
      `--expect ${name}: the gradient of its loss is none of our estimators: ${why}`,
    );
  });

  it("takes or refuses every one", () => {
    const taken = Object.keys(updatePresets).filter((name) => {
      try {
        return expectedOf(exam, name).ofGradients.length === 1;
      } catch {
        return false;
      }
    });
    expect(taken.sort()).toEqual(["a2c-sb3", "ppo-m", "ppo-sb3", "ppo-spinningup"]);
  });
});
