import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { kernelSampler } from "../../src/sampling/kernel-sampler.ts";
import { modelSampler } from "../../src/sampling/model-sampler.ts";
import { environmentOf, finiteKinds } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { unpack } from "../problems/trajectories.ts";

const streams = (key: string) =>
  [stream("test", key, "actions"), stream("test", key, "environment")] as const;

const sceneOf = (kind: (typeof finiteKinds)[number], horizon: number, groupSize = 1) => {
  const environment = environmentOf(kind);
  const { point } = problemOf(environment, "random", { discount: 1, horizon: 1 });
  const { model, thresholds } = environment;
  const drawn = { model: model!, thresholds: thresholds!, horizon, groupSize };
  return { drawn, point };
};

describe.each(finiteKinds)("the kernel draws from %s as the loop in TypeScript", (kind) => {
  it.each([1, 3])(
    "to the bit, in groups of %d, whatever the batches, and goes on from equal streams",
    (K) => {
      const { drawn, point } = sceneOf(kind, 40, K);
      const [fast, slow] = [streams(kind), streams(kind)];
      const policy = { cumulative: point.cumulative, revision: 0 };
      const { model, thresholds, horizon } = drawn;
      const drawFast = kernelSampler(drawn, policy, ...fast);
      const drawSlow = modelSampler(model, thresholds, point.cumulative, horizon, ...slow, K);
      for (const groups of [1, 4, 2, 90, 1]) {
        expect(unpack(drawFast(K * groups))).toEqual(unpack(drawSlow(K * groups)));
        expect(fast.map((draws) => draws.next())).toEqual(slow.map((draws) => draws.next()));
      }
    },
  );
});

it("two kernels that draw from the same streams in turns go on where the other stopped", () => {
  const { drawn, point } = sceneOf("frozen-lake", 20);
  const shared = streams("shared");
  const one = kernelSampler(drawn, { cumulative: point.cumulative, revision: 0 }, ...shared);
  const other = kernelSampler(drawn, { cumulative: point.cumulative, revision: 0 }, ...shared);
  const alone = kernelSampler(drawn, { cumulative: point.cumulative, revision: 0 }, ...streams("shared"));
  for (const draw of [one, other, one, one, other]) expect(unpack(draw(3))).toEqual(unpack(alone(3)));
});

it("a policy that has changed acts from its next revision on", () => {
  const { drawn, point } = sceneOf("corridor", 20);
  const policy = { cumulative: point.cumulative, revision: 0 };
  const draw = kernelSampler(drawn, policy, ...streams("revision"));
  draw(5);
  policy.cumulative.fill(1); // the first action everywhere
  policy.revision = 1;
  const { actions, steps } = draw(5);
  expect(new Set(actions.subarray(0, steps))).toEqual(new Set([0]));
});

it("a point's sampler follows its θ", () => {
  const { point } = problemOf(environmentOf("corridor"), "random", { discount: 1, horizon: 20 });
  const draw = point.sampler(...streams("moves"));
  draw(5);
  point.moveTo(point.theta.map((_, j) => (j % 2 === 1 ? 50 : -50)));
  const { actions, steps } = draw(5);
  expect(new Set(actions.subarray(0, steps))).toEqual(new Set([1]));
});
