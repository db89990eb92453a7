import { expect, it } from "vitest";
import type { ContinuousPoint } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { laneSampler } from "../../src/sampling/lane-sampler.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { LaneBatch } from "../../src/trajectories/lane-batch.ts";
import { prefixOf } from "../../src/trajectories/prefix.ts";
import { runsOf } from "../problems/runs-of.ts";

const [config] = runsOf({
  environment: { kind: "cart-pole" },
  objective: { discount: 0.9, horizon: 15 },
  policy: { kind: "perceptron", widths: [4], normalize: true },
  agents: [{ name: "a", update: { kind: "ppo" }, batchSteps: 64, iterations: 1 }],
});
const { problem, policy } = setUp(config).point as ContinuousPoint;
const environment = problem.environment;
const draw = (steps: number): LaneBatch => {
  const parts = { environment, policy: policy.rows, horizon: 15, discount: 0.9, lanes: 1, carry: false };
  return laneSampler(parts, stream("actions"), stream("environment")).draw(steps);
};

/** All that a batch says of its steps and of its trajectories. */
const contents = (batch: LaneBatch) => {
  const { trajectories: n, steps, observations } = batch;
  const size = environment.observationSize;
  return {
    ...{ n, steps, offsets: batch.offsets.slice(0, n + 1), cut: batch.cut.slice(0, n) },
    terminated: batch.terminated.slice(0, n),
    rewards: batch.rewards.slice(0, steps),
    times: batch.times.slice(0, steps),
    actions: batch.actions.slice(0, steps),
    observations: observations.slice(0, steps * size),
    inputs: batch.inputs.slice(0, steps * size),
    last: batch.lastObservations.slice(0, n * size),
    lastInputs: batch.lastInputs.slice(0, n * size),
  };
};
const whole = draw(100);

it.each([1, 7, 15, 30, 64, 99, 100])(
  "the first %i steps are the batch that would have been drawn",
  (steps) => {
    expect(contents(prefixOf(whole, steps))).toEqual(contents(draw(steps)));
  },
);

it("the first steps of the first steps are the first steps", () => {
  for (const steps of [1, 7, 30, 64])
    expect(prefixOf(prefixOf(whole, 70), steps)).toEqual(prefixOf(whole, steps));
});

it("some of these prefixes end with a trajectory, and others cut one", () => {
  const ends = new Set(Array.from({ length: 99 }, (_, k) => prefixOf(whole, k + 1).cut.at(-1) ?? 1));
  expect(ends).toEqual(new Set([0, 1]));
});
