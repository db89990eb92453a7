import { describe, expect, it } from "vitest";
import type { DiscretePoint } from "../../src/problem/point.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { exactTruth } from "../../src/truth/exact.ts";
import { actedBy, frozenLake, largest, runsOf, sampler, threeStates, withoutTables } from "../problems.ts";

const run = (study: object) =>
  setUp(runsOf({ agents: [{ name: "a", estimator: { kind: "importance" }, iterations: 1 }], ...study })[0])
    .point as DiscretePoint;

describe("the behavior policy", () => {
  it("is π itself, the same array, unless a study names one", () => {
    const point = run({});
    expect(point.behavior).toBe(point.probabilities);
  });

  it("is (1 − ε) π + ε / A, and follows θ", () => {
    const point = run({ behavior: { uniform: 0.4 } });
    for (const change of [0, 1, -2]) {
      point.theta[2] += change;
      point.moveTo(point.theta);
      expect(
        largest(point.behavior.map((p, row) => p - (0.6 * point.probabilities[row] + 0.2))),
      ).toBeLessThan(1e-15);
      expect(point.cumulative[0]).toBe(point.behavior[0]);
      expect(point.cumulative[1]).toBe(1);
    }
  });

  it("may be uniform altogether", () => {
    expect([...run({ behavior: { uniform: 1 } }).behavior]).toEqual(Array(6).fill(0.5));
  });

  it("leaves the exact values and the truth those of π", () => {
    const [on, off] = [threeStates(), actedBy(threeStates(), 0.4)];
    expect(exactTruth(off.point)).toEqual(exactTruth(on.point));
  });

  it.each([
    ["the tables of the model", frozenLake({ horizon: 5 })],
    ["the simulator's steps", frozenLake({ horizon: 5 })],
  ])("draws the actions, over %s (|z| < 5 for 64 frequencies, P(false alarm) < 4e-5)", (name, problem) => {
    const over = name.startsWith("the tables") ? problem : withoutTables(problem);
    const off = actedBy(over, 0.7);
    const { states, actions, steps } = sampler(off, "test", "behavior")(4000);
    const visits = new Float64Array(16);
    const counts = new Float64Array(64);
    for (let k = 0; k < steps; k++) {
      visits[states[k]]++;
      counts[4 * states[k] + actions[k]]++;
    }
    const worst = (table: Float64Array) =>
      largest(
        counts.map((count, row) => {
          const n = visits[row >> 2];
          return n === 0 ? 0 : (count - n * table[row]) / Math.sqrt(n * table[row] * (1 - table[row]));
        }),
      );
    expect(worst(off.point.behavior)).toBeLessThan(5);
    expect(worst(off.point.probabilities)).toBeGreaterThan(20); // so that the other policy would show
  });
});
