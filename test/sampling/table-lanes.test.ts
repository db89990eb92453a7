import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { LaneHost, Lanes } from "../../envs/contract/lanes.ts";
import { stream } from "../../src/random.ts";
import { tableLanes } from "../../src/sampling/table-lanes.ts";

const LANES = 4;
const HORIZON = 6;

/** Begins at seed mod 3, goes up by 1 or 2 with action 0 or 1, pays the state that it leaves, and ends from `end` on. */
const hostOf = (end: number): LaneHost => {
  const states = new Int32Array(LANES);
  const shared: Lanes = {
    reset(lanes, count, seeds, _, observations) {
      for (let r = 0; r < count; r++) observations[r] = states[lanes[r]] = seeds[r] % 3;
    },
    step(lanes, count, actions, outcomes) {
      for (let r = 0; r < count; r++) {
        outcomes.rewards[r] = states[lanes[r]];
        outcomes.observations[r] = states[lanes[r]] += 1 + actions[r];
        outcomes.terminated[r] = Number(states[lanes[r]] >= end);
      }
    },
  };
  return { shared, sharedCount: LANES, own: () => shared };
};

const environment: FiniteEnvironment = {
  ...{ kind: "stairs", states: 12, actions: 2, snapshots: false },
  reset: () => expect.fail("it is moved in lanes"),
  step: () => expect.fail("it is moved in lanes"),
};

const sampler = (end: number, first = 0.5, groupSize = 1) =>
  tableLanes(
    environment,
    hostOf(end),
    Float64Array.from({ length: 24 }, (_, k) => (k % 2 === 0 ? first : 1)),
    HORIZON,
    stream("actions"),
    stream("environment"),
    groupSize,
  );

describe("tables in lanes", () => {
  it("are drawn as whole trajectories, more of them than there are lanes", () => {
    const batch = sampler(7)(10);
    expect(batch.trajectories).toBe(10);
    const lengths = new Set<number>();
    for (let i = 0; i < 10; i++) {
      const [begin, end] = [batch.offsets[i], batch.offsets[i + 1]];
      lengths.add(end - begin);
      expect(batch.states[begin]).toBeLessThan(3);
      for (let k = begin; k < end; k++) {
        const next = k + 1 < end ? batch.states[k + 1] : batch.lastStates[i];
        expect(next).toBe(batch.states[k] + 1 + batch.actions[k]);
        expect(batch.rewards[k]).toBe(batch.states[k]);
      }
      expect(batch.terminated[i]).toBe(Number(batch.lastStates[i] >= 7));
      expect(batch.terminated[i] === 1 || end - begin === HORIZON).toBe(true);
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("take each action as often as its probability says", () => {
    expect(sampler(7, 1)(4).actions.slice(0, 12)).toEqual(new Int32Array(12));
    expect(sampler(7, 0)(4).actions.slice(0, 12)).toEqual(new Int32Array(12).fill(1));
    const { actions, steps } = sampler(7, 0.25)(2000);
    const mean = Array.from(actions.subarray(0, steps)).reduce((sum, each) => sum + each, 0) / steps;
    expect(Math.abs(mean - 0.75) / Math.sqrt(0.1875 / steps)).toBeLessThan(4);
  });

  it("share the first state in groups, also where these cross the lanes", () => {
    const { states, offsets } = sampler(7, 0.5, 3)(30);
    const firsts = Array.from({ length: 30 }, (_, i) => states[offsets[i]]);
    for (const [i, first] of firsts.entries()) expect(first).toBe(firsts[i - (i % 3)]);
    expect(new Set(firsts).size).toBe(3);
  });

  it("are refused where a state is none of theirs", () => {
    expect(() => sampler(40, 0)(3)).toThrow(/stairs led to state 1[2-9]; it has 12/);
  });
});
