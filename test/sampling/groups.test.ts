import { describe, expect, it } from "vitest";
import { type Stream, stream } from "../../src/random.ts";
import { kernelSampler } from "../../src/sampling/kernel-sampler.ts";
import { modelSampler } from "../../src/sampling/model-sampler.ts";
import { stepSampler } from "../../src/sampling/step-sampler.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { Sampler } from "../../src/trajectories/batch.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { runsOf } from "../problems/runs-of.ts";
import { unpack } from "../problems/trajectories.ts";

const problem = problemOf(environmentOf("sequence"), "random", { discount: 1, horizon: 2 });
const { environment, point } = problem;
const { model, thresholds } = environment;

const draws = (key: string): [Stream, Stream] => [
  stream("test", "groups", key, "actions"),
  stream("test", "groups", key, "environment"),
];

const samplers: Record<string, (key: string, groupSize: number) => Sampler> = {
  modelSampler: (key, groupSize) =>
    modelSampler(model!, thresholds!, point.cumulative, 2, ...draws(key), groupSize),
  kernelSampler: (key, groupSize) =>
    kernelSampler(
      { model: model!, thresholds: thresholds!, horizon: 2, groupSize },
      { cumulative: point.cumulative, revision: 0 },
      ...draws(key),
    ),
  stepSampler: (key, groupSize) => stepSampler(environment, point.cumulative, 2, ...draws(key), groupSize),
};

describe.each(Object.entries(samplers))("trajectories in groups, by the %s", (_, create) => {
  it("share the first state of their group, and groups draw theirs anew, in every batch", () => {
    const draw = create("share", 3);
    let second = 0;
    let groups = 0;
    for (let b = 0; b < 200; b++) {
      const batch = draw(b % 2 === 0 ? 6 : 3);
      expect(batch.groupSize).toBe(3);
      const firsts = unpack(batch).map(({ states: [first] }) => first);
      for (let i = 0; i < firsts.length; i += 3) {
        expect(new Set(firsts.slice(i, i + 3)).size).toBe(1);
        groups++;
        if (firsts[i] > 0) second++;
      }
    }
    // |z| below 4 (6e-5) of a binomial: the second prompt is met by one group in three
    expect(Math.abs(second - groups / 3) / Math.sqrt((groups * 2) / 9)).toBeLessThan(4);
  });

  it("act on their own: the answers to one prompt differ within a group", () => {
    const differing = unpack(create("act", 2)(200)).filter(
      ({ actions }, i, all) => i % 2 === 1 && String(actions) !== String(all[i - 1].actions),
    );
    expect(differing.length).toBeGreaterThan(50);
  });

  it("of one are what is drawn without groups", () => {
    const alone = create("one", 1)(50);
    expect(alone.groupSize).toBe(1);
    expect(unpack(alone)).toEqual(unpack(point.sampler(...draws("one"))(50)));
  });
});

describe("groups", () => {
  it.each([2, 5])("of %i are the same from both samplers, batch after batch", (size) => {
    const [fast, slow] = Object.values(samplers).map((create) => create("both", size));
    for (const groups of [1, 4, 2]) expect(unpack(fast(groups * size))).toEqual(unpack(slow(groups * size)));
  });

  it("ask for batches that hold whole groups, in training and in every probe", () => {
    const agent = { name: "a", estimator: { kind: "reinforce" }, iterations: 1 };
    const setting = (batchSize: number, batchSizes: number[]) => () =>
      setUp(
        runsOf({
          groups: { size: 4 },
          agents: [{ ...agent, batchSize }],
          probe: { batchSizes, replicates: 2 },
        })[0],
      );
    expect(setting(8, [4, 12])().point.problem.groupSize).toBe(4);
    expect(setting(6, [4])).toThrow("expected a multiple of groups.size, 4; got 6");
    expect(setting(8, [4, 10])).toThrow("expected a multiple of groups.size, 4; got 10");
  });
});
