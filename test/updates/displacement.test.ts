import { first, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { rollout } from "../../src/problem/rollout.ts";
import { stream } from "../../src/random.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { displacementOf } from "../../src/updates/displacement.ts";
import { runsOf } from "../problems/runs-of.ts";

const study = (agent: object, environment: object = { kind: "cart-pole" }) =>
  setUp(
    runsOf({
      environment,
      objective: { discount: 0.9, horizon: 20 },
      policy: { kind: "perceptron", widths: [4] },
      agents: [{ name: "a", iterations: 1, ...agent }],
    })[0],
  );

const firstOf = (batches: Observable<TrajectoryBatch>): TrajectoryBatch => {
  let found: TrajectoryBatch | undefined;
  batches.pipe(first()).subscribe((batch) => (found = batch));
  return found!;
};

const ascending = { estimator: { kind: "reinforce" }, batchSize: 4 };

describe("displacementOf", () => {
  it("is the estimate itself where the update is one step of sgd along it", () => {
    const setup = study({ ...ascending, optimizer: { kind: "sgd", learningRate: 1 } });
    const { point, update } = setup;
    const batch = firstOf(rollout(point, { batchSize: 4, key: ["d"] }));
    const [displacement, estimate] = [
      new Float64Array(point.theta.length),
      new Float64Array(point.theta.length),
    ];
    displacementOf(update).estimate(batch, point, displacement, stream("x"));
    setup.estimators[0].estimator.estimate(batch, point, estimate, stream("x"));
    for (const [j, x] of estimate.entries()) expect(displacement[j]).toBeCloseTo(x, 12);
  });

  it.each([
    ["ascent by Adam", { ...ascending, optimizer: { kind: "adam", learningRate: 0.1 } }],
    ["ppo", { update: { kind: "ppo", minibatches: 2, epochs: 2 }, batchSteps: 40 }],
    ["a2c", { update: { kind: "a2c" }, batchSteps: 40 }],
  ])("(%s) goes over the step size, again the same, and changes nothing that learns", (_, agent) => {
    const { point, update } = study(agent);
    const batch = firstOf(rollout(point, { batchSize: 4, key: ["d"] }));
    const state = update.save();
    const theta = point.theta.slice();
    const outs = [0, 1].map(() => new Float64Array(theta.length));
    const estimator = displacementOf(update);
    for (const out of outs) estimator.estimate(batch, point, out, stream("x"));
    expect(outs[0].some((x) => x !== 0)).toBe(true);
    expect(outs[1]).toEqual(outs[0]);
    expect(update.save()).toEqual(state);
    expect(point.theta).toEqual(theta);
    // what the update does then is what was told
    const report = update.step(batch, point, stream("x"));
    const rate = report.figures?.learningRate ?? 1;
    for (const [j, x] of outs[0].entries()) expect((point.theta[j] - theta[j]) / rate).toBe(x);
  });
});
