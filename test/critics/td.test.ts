import { describe, expect, it } from "vitest";
import { td } from "../../src/critics/tables/td.ts";
import { pack } from "../problems/trajectories.ts";
import { anywhere, twoTrajectories, valuesOf } from "./two-trajectories.ts";

describe("the TD(0) critic", () => {
  it("starts at zero", () => {
    expect(valuesOf(td(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.5))).toEqual([0, 0, 0]);
  });

  it("moves V(s_t) by α (r_t + γ V(s_{t+1}) − V(s_t)), step by step", () => {
    const critic = td(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 0.5);
    critic.memory!.update(twoTrajectories, anywhere);
    // V(0) = ½(1 + 0) = 0.5; V(1) = ½(0 + ½·0.5) = 0.125; V(0) = 0.5 + ½(4 − 0.5) = 2.25;
    // V(1) = 0.125 + ½(−1 + 0 − 0.125) = −0.4375; V(2) = ½(2 + ½·2.25) = 1.5625, as state 0 comes after truncation
    expect(valuesOf(critic)).toEqual([2.25, -0.4375, 1.5625]);
  });

  it("bootstraps from the last state of a truncated trajectory, not of a terminated one", () => {
    const step = (terminated: boolean) =>
      pack([{ states: [0], actions: [0], rewards: [0], last: 1, terminated }]);
    const critic = td(3, { discount: 0.5, horizon: 9, stateWeight: "discounted" }, 1);
    critic.memory!.update(
      pack([{ states: [1], actions: [0], rewards: [8], last: 1, terminated: true }]),
      anywhere,
    );
    critic.memory!.update(step(true), anywhere);
    expect(valuesOf(critic)).toEqual([0, 8, 0]);
    critic.memory!.update(step(false), anywhere);
    expect(valuesOf(critic)).toEqual([4, 8, 0]);
  });
});
