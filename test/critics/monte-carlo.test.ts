import { describe, expect, it } from "vitest";
import { monteCarlo } from "../../src/critics/tables/monte-carlo.ts";
import { threeStates } from "../problems/index.ts";
import { anywhere, twoTrajectories, valuesOf } from "./two-trajectories.ts";

describe("the Monte Carlo critic", () => {
  it("starts at zero", () => {
    expect(valuesOf(monteCarlo(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.5))).toEqual([
      0, 0, 0,
    ]);
  });

  it("moves V(s) by α (G_t − V(s)) at every visit, from the last to the first", () => {
    const critic = monteCarlo(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.5);
    critic.memory!.update(twoTrajectories, anywhere);
    // first: G = 2, 2, 4 of states 0, 1, 0: V(0) = 2, V(1) = 1, V(0) = 2; second, truncated: G = 0, 2 of 1, 2
    expect(valuesOf(critic)).toEqual([2, 0.5, 1]);
  });

  it("comes to the mean of the discounted returns of a state", () => {
    const critic = monteCarlo(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.001);
    for (let i = 0; i < 20_000; i++) critic.memory!.update(twoTrajectories, anywhere);
    for (const [s, mean] of [3, 1, 2].entries()) expect(valuesOf(critic)[s]).toBeCloseTo(mean, 2);
  });

  it("does not look at the policy", () => {
    const critic = monteCarlo(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.5);
    critic.memory!.update(twoTrajectories, anywhere);
    expect(valuesOf(critic, threeStates().point)).toEqual(valuesOf(critic));
  });
});
