import { describe, expect, it } from "vitest";
import { policyRecord } from "../../src/diagnostics/steps/policy-record.ts";
import type { FunctionPolicy } from "../../src/policies/policy.ts";
import type { Point } from "../../src/problem/point.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { samplerOf } from "../problems/estimator-of.ts";
import { cart, doubleIntegrator, openLoop, plane, swing, threeStates } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";
import { tableOf } from "./known-critics.ts";

const kept = (scene: Scene, trajectories: number): TrajectoryBatch =>
  structuredClone({ ...samplerOf(scene, "records")(trajectories) });

const elsewhere = ({ point }: Scene, size: number): Float64Array =>
  point.theta.map((x, j) => x + size * Math.sin(7 * j + 2));

/** KL and log ratios of every step between θ and θ'. */
const compared = (place: Point, moved: Float64Array, batch: TrajectoryBatch) => {
  const before = policyRecord(place.moved(place.theta), batch);
  const after = policyRecord(place.moved(moved), batch);
  const divergences = new Float64Array(batch.steps);
  before.divergence(after, divergences);
  return { divergences, logRatios: after.taken.map((x, k) => x - before.taken[k]) };
};

const linearCart = (normalize = false): Scene =>
  sceneOf(
    cart().environment,
    { kind: "linear-softmax", normalize },
    [0.1, -0.5, 0.3, 1, -0.2, 0.4, 0, 0.5, 0.2, -0.1],
    { horizon: 20 },
  );

/** log π(a|x_k) of an action, of the same policy. */
const logOf = (policy: FunctionPolicy, batch: TrajectoryBatch, action: number): Float64Array => {
  const out = new Float64Array(batch.steps);
  policy.logProbabilities({ ...batch, actions: new Float64Array(batch.steps).fill(action) }, out);
  return out;
};

describe("the KL of every step", () => {
  it("is Σ π log(π/π') of the state, in a table", () => {
    const scene = threeStates({ horizon: 6 });
    const batch = kept(scene, 20);
    const moved = elsewhere(scene, 0.5);
    const { divergences, logRatios } = compared(scene.point, moved, batch);
    const π = tableOf(scene).probabilities.slice();
    scene.point.theta.set(moved);
    scene.point.moveTo(scene.point.theta);
    const later = tableOf(scene).probabilities;
    for (let k = 0; k < batch.steps; k++) {
      const s = batch.states[k];
      const rows = [2 * s, 2 * s + 1];
      expect(divergences[k]).toBeCloseTo(
        rows.reduce((sum, row) => sum + π[row] * Math.log(π[row] / later[row]), 0),
        14,
      );
      const row = 2 * s + batch.actions[k];
      expect(logRatios[k]).toBeCloseTo(Math.log(later[row] / π[row]), 13);
    }
  });

  it("is Σ π log(π/π') over discrete actions", () => {
    const scene = linearCart();
    const batch = kept(scene, 10);
    const moved = elsewhere(scene, 0.5);
    const { divergences } = compared(scene.point, moved, batch);
    const { policy } = scene.point as Point & { policy: FunctionPolicy };
    const before = [0, 1].map((a) => logOf(policy, batch, a));
    policy.load(moved);
    const after = [0, 1].map((a) => logOf(policy, batch, a));
    for (let k = 0; k < batch.steps; k++) {
      const slow = [0, 1].reduce((sum, a) => sum + Math.exp(before[a][k]) * (before[a][k] - after[a][k]), 0);
      expect(divergences[k]).toBeCloseTo(slow, 13);
      expect(divergences[k]).toBeGreaterThan(0);
    }
  });

  it("is the integral of π log(π/π') over a Gaussian action", () => {
    const integrator = (log: readonly number[]) =>
      sceneOf(
        doubleIntegrator().environment,
        { kind: "linear-gaussian", deviation: "learned", bias: true },
        [-0.2, -0.5, 0.1, ...log],
        { horizon: 4 },
      );
    const scene = integrator([-0.5]);
    const batch = kept(scene, 2);
    const moved = Float64Array.of(-0.1, -0.7, 0.4, -0.2);
    const { divergences } = compared(scene.point, moved, batch);
    const { policy } = scene.point as Point & { policy: FunctionPolicy };
    const slow = new Float64Array(batch.steps);
    const width = 0.01;
    for (let u = -10; u <= 10; u += width) {
      policy.load(scene.point.theta);
      const before = logOf(policy, batch, u);
      policy.load(moved);
      const after = logOf(policy, batch, u);
      for (let k = 0; k < batch.steps; k++) slow[k] += width * Math.exp(before[k]) * (before[k] - after[k]);
    }
    for (let k = 0; k < batch.steps; k++) expect(divergences[k]).toBeCloseTo(slow[k], 10);
  });

  it.each([
    ["a plane of two actions with a bias and log σ", plane()],
    ["an open loop", openLoop()],
  ])("has the mean of −log r over Gaussian actions: %s", (_, scene) => {
    const batch = kept(scene, 4000);
    const { divergences, logRatios } = compared(scene.point, elsewhere(scene, 0.3), batch);
    const difference = divergences.map((d, k) => -logRatios[k] - d); // given the state, of mean zero
    const error = Math.sqrt(variance(difference) / difference.length);
    expect(Math.abs(mean(difference)) / error).toBeLessThan(4);
    const wrong = divergences.map((d, k) => -logRatios[k] - 1.3 * d);
    expect(Math.abs(mean(wrong)) / error).toBeGreaterThan(4);
  });

  it("is that of the Gaussians of a perceptron, to the precision of its outputs", () => {
    const scene = swing();
    const batch = kept(scene, 1000);
    const moved = elsewhere(scene, 0.05);
    const { divergences } = compared(scene.point, moved, batch);
    const { policy } = scene.point as Point & { policy: FunctionPolicy };
    // log π is a quadratic of the action, −(u − μ)²/(2σ²) + …: its differences give μ and σ
    const shapes = [scene.point.theta, moved].map((theta) => {
      policy.load(theta);
      const [low, middle, high] = [-1, 0, 1].map((u) => logOf(policy, batch, u));
      const precision = 2 * middle[0] - low[0] - high[0];
      return { precision, means: low.map((x, k) => (high[k] - x) / (2 * precision)) };
    });
    const exact = divergences.map((_, k) => {
      const [one, two] = shapes;
      const ratio = two.precision / one.precision; // σ²/σ'²
      return 0.5 * (ratio - 1 - Math.log(ratio) + two.precision * (one.means[k] - two.means[k]) ** 2);
    });
    const largest = Math.max(...exact);
    for (let k = 0; k < batch.steps; k++)
      expect(Math.abs(divergences[k] - exact[k])).toBeLessThan(1e-6 * largest);
  });

  it("is zero where nothing moves, and counts what had no probability before as nothing", () => {
    const scene = threeStates();
    const batch = kept(scene, 5);
    expect(Math.max(...compared(scene.point, scene.point.theta, batch).divergences)).toBe(0);
    const sure = Float64Array.of(800, 0, 0, 0, 0, 0); // π(a1|s0) is 0
    scene.point.theta.set(sure);
    scene.point.moveTo(scene.point.theta);
    const { divergences } = compared(scene.point, new Float64Array(6), batch);
    for (let k = 0; k < batch.steps; k++)
      expect(divergences[k]).toBeCloseTo(batch.states[k] === 0 ? Math.log(2) : 0, 14);
  });
});

describe("a moved simulation", () => {
  it("normalizes observations as the policy does that is measured", () => {
    const scene = linearCart(true);
    const batch = kept(scene, 10);
    const { policy } = scene.point as Point & { policy: FunctionPolicy };
    policy.normalizer!.update(batch);
    policy.normalizer!.refresh();
    const there = scene.point.moved(scene.point.theta).policy as FunctionPolicy;
    expect(there).not.toBe(policy);
    expect(there.normalizer!.moments).toEqual(policy.normalizer!.moments);
    expect(logOf(there, batch, 1)).toEqual(logOf(policy, batch, 1));
  });

  it("leaves the policy that is measured alone", () => {
    const scene = plane();
    const theta = scene.point.theta.slice();
    const J = scene.point.exact!.value;
    const there = scene.point.moved(elsewhere(scene, 1));
    expect(there.exact!.value).not.toBe(J);
    expect(scene.point.theta).toEqual(theta);
    expect(scene.point.exact!.value).toBe(J);
  });
});
