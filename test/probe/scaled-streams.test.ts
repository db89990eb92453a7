import { expect, it } from "vitest";
import { measureStreams } from "../../src/probe/streams.ts";
import type { ContinuousPoint } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { laneSampler } from "../../src/sampling/lane-sampler.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { setting } from "./measured-streams.ts";

const HORIZON = 20;

const scaled = {
  study: {
    environment: { kind: "pendulum" },
    objective: { discount: 0.99, horizon: HORIZON },
    policy: { kind: "perceptron", widths: [4] },
  },
  agent: {
    update: { kind: "ppo", minibatches: 2, epochs: 1, rewards: { clip: 10 } },
    ...{ batchSteps: 200, iterations: 1 },
  },
};

it("an agent that scales rewards estimates from the pairs of a stream as they are scaled at the time", () => {
  const setup = setting(scaled, { streams: 2, pairs: [HORIZON] });
  const { point, update, config, estimators } = setup;
  update.step(update.lanes!(stream("a"), stream("e")).draw(200), point, stream("r")); // the scaler learns
  const before = JSON.stringify(update.save());
  const [{ gradients }] = measureStreams(setup, 1, null);
  expect(JSON.stringify(update.save())).toBe(before);

  // the same steps as a whole trajectory, whose rewards the estimator itself scales by what it knows
  const key = [config.seed, config.agent.name, "probe", 1, "streams", 0];
  const { problem, policy } = point as ContinuousPoint;
  const lane = laneSampler(
    { ...problem, policy: policy.rows, ...problem.objective, lanes: 1, carry: false },
    stream(...key, "actions"),
    stream(...key, "environment"),
  ).draw(HORIZON);
  const estimateOf = (batch: TrajectoryBatch) => {
    const out = new Float64Array(point.theta.length);
    estimators[0].estimator.estimate(batch, point, out, stream("none"));
    return out;
  };
  const { cut: _, ...whole } = lane;
  const expected = estimateOf(whole);
  const found = gradients.subarray(0, expected.length);
  for (const [j, x] of expected.entries()) expect(found[j]).toBeCloseTo(x, 10);
  const ofRewardsAsTheyAre = estimateOf(lane);
  expect(ofRewardsAsTheyAre.some((x, j) => Math.abs(x - found[j]) > 1e-3)).toBe(true);
});
