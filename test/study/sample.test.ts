import { take } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  ConfigError,
  createProblem,
  environments,
  finiteEnvironment,
  policies,
  rollout,
  sample,
  UsageError,
} from "../../src/index.ts";

const walk = { kind: "corridor", length: 3, slip: 0.2 } as const;
const softmax = { kind: "softmax" } as const;

describe("sample", () => {
  it("returns n trajectories that follow the environment, each in memory of its own", () => {
    const some = sample(walk, softmax, new Float64Array(6), 200, { horizon: 8 });
    expect(some).toHaveLength(200);
    for (const { states, actions, rewards, observations, terminated } of some) {
      const steps = rewards.length;
      expect([states.length, actions.length, observations.length]).toEqual([steps + 1, steps, 0]);
      expect(states[0]).toBe(0);
      for (let t = 0; t < steps; t++) expect(Math.abs(states[t + 1] - states[t])).toBeLessThanOrEqual(1);
      expect(terminated).toBe(states[steps] === 2);
      if (!terminated) expect(steps).toBe(8);
      expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBe(terminated ? 1 : 0);
    }
    expect(new Set(some.map(({ rewards }) => rewards.length)).size).toBeGreaterThan(3);
  });

  it("draws from the policy at θ, and what a rollout draws", () => {
    const right = Float64Array.of(0, 40, 0, 40, 0, 40);
    for (const { actions } of sample(walk, softmax, right, 20))
      expect(new Set(actions as Int32Array)).toEqual(new Set([1]));
    const environment = environments.corridor.create({ length: 3, start: 0, slip: 0.2, stepReward: 0 });
    const problem = createProblem(
      {
        environment,
        objective: { discount: 1, horizon: 5, stateWeight: "discounted" },
        createPolicy: () => policies.softmax.create({}, environment),
      },
      [],
    );
    const seen: number[][] = [];
    rollout(problem.at(new Float64Array(6)), { batchSize: 30, key: [7, "sample"] })
      .pipe(take(1))
      .subscribe(({ offsets, actions }) => {
        for (let i = 0; i < 30; i++) seen.push([...actions.subarray(offsets[i], offsets[i + 1])]);
      });
    const drawn = sample(environment, softmax, undefined, 30, { horizon: 5, seed: 7 });
    expect(drawn.map(({ actions }) => [...actions])).toEqual(seen);
  });

  it("gives the same trajectories for the same seed, others for another, more of them without a change", () => {
    const some = (n: number, seed?: number) =>
      sample(walk, softmax, undefined, n, seed === undefined ? {} : { seed });
    expect(some(5)).toEqual(some(9, 0).slice(0, 5));
    expect(some(5, 1)).not.toEqual(some(5));
  });

  it("has vectors where states are continuous", () => {
    const [first] = sample({ kind: "cart-pole" }, { kind: "linear-softmax" }, undefined, 1, { horizon: 12 });
    expect(first.states).toHaveLength(0);
    expect(first.observations).toHaveLength(first.rewards.length + 1);
    expect(first.observations.every((seen) => seen.length === 4)).toBe(true);
    expect(new Set((first.actions as Float64Array[]).map(({ length }) => length))).toEqual(new Set([1]));
    // a step of 0.02 s, in numbers of 32 bits
    const [x, velocity] = first.observations[0];
    expect(first.observations[1][0]).toBeCloseTo(x + 0.02 * velocity, 7);
  });

  it("needs little memory for many short trajectories with a far horizon", () => {
    const coin = finiteEnvironment("coin", {
      states: 1,
      actions: 2,
      initial: [1],
      outcomes: () => [[1, 0, 0, true]],
    });
    const before = process.memoryUsage().arrayBuffers;
    const some = sample(coin, softmax, undefined, 20_000, { horizon: 1_000_000 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6); // of a batch, 8 · 10⁹ steps of room
    expect(some).toHaveLength(20_000);
  });

  it("refuses what cannot be, in the words of a study", () => {
    const refused = (work: () => unknown, family: typeof ConfigError | typeof UsageError) => {
      try {
        work();
      } catch (error) {
        expect(error).toBeInstanceOf(family);
        return (error as Error).message;
      }
      return "";
    };
    expect(refused(() => sample({ ...walk, slip: 2 }, softmax, undefined, 1), ConfigError)).toBe(
      "sample: environment.slip must be at most 1; got 2",
    );
    expect(refused(() => sample(walk, { kind: "softmx" } as never, undefined, 1), ConfigError)).toMatch(
      /^sample: policy\.kind must be one of softmax, .*; did you mean softmax\?$/,
    );
    expect(refused(() => sample(walk, { kind: "linear-softmax" }, undefined, 1), ConfigError)).toMatch(
      /^policy: /,
    );
    expect(refused(() => sample(walk, softmax, [0, 1], 1), UsageError)).toBe(
      "theta must have 6 numbers; got 2",
    );
    expect(refused(() => sample(walk, softmax, undefined, Number.POSITIVE_INFINITY), UsageError)).toBe(
      "n must be a whole number of at least 0; got Infinity",
    );
  });
});
