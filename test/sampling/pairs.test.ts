import { describe, expect, it } from "vitest";
import { environments } from "../../envs/index.ts";
import { stream } from "../../src/random.ts";
import { drawPairs } from "../../src/sampling/pairs.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { sceneOf } from "../problems/problem-of.ts";

const HORIZON = 12;
const lake = environments["frozen-lake"];
const { point } = sceneOf(lake.create(lake.options.parse({})), { kind: "softmax" }, "random", {
  horizon: HORIZON,
});
const sampler = () => point.ownSampler(false, stream("actions"), stream("environment"));

/** Steps as whole trajectories have them, one after the other. */
const stepsOf = ({ steps, states, actions, rewards }: TrajectoryBatch) =>
  [states, actions, rewards].map((column) => [...column.subarray(0, steps)]);

describe("drawPairs", () => {
  const trajectories = sampler()(60);
  const whole = stepsOf(trajectories);
  const ends = [...trajectories.offsets.subarray(1, 61)];

  it.each([1, HORIZON, 50, ends[9], ends[9] + 1, 200])(
    "(%i) are the first steps of trajectories",
    (pairs) => {
      const batch = drawPairs(sampler(), pairs, HORIZON);
      expect(stepsOf(batch)).toEqual(whole.map((column) => column.slice(0, pairs)));
      const closed = ends.filter((end) => end <= pairs);
      const left = closed.includes(pairs) ? [] : [pairs];
      expect([...batch.offsets]).toEqual([0, ...closed, ...left]);
      const n = closed.length;
      expect([...batch.terminated]).toEqual([
        ...trajectories.terminated.subarray(0, n),
        ...left.map(() => 0),
      ]);
      // the state after the last step, whether or not the pairs end within a trajectory
      expect([...batch.lastStates]).toEqual([
        ...trajectories.lastStates.subarray(0, n),
        ...left.map(() => whole[0][pairs]),
      ]);
    },
  );

  it("some of them end by themselves, and some at the horizon", () => {
    expect(new Set(trajectories.terminated.subarray(0, 60))).toEqual(new Set([0, 1]));
  });
});
