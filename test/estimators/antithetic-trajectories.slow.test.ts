import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { antitheticTrajectories } from "../../src/estimators/reparameterized/antithetic-trajectories.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import { stream } from "../../src/random.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { largest } from "../numbers.ts";
import { oneStepOf } from "../problems/environments.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator, plane, shortLake, threeStates } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { variancesOf } from "../truth/one-step/models.ts";
import { oneStepModelOf, sampledFrom, simulated, watching } from "./sampled.ts";

/** Of |z|, for some hundred and fifty coordinates: a right estimator exceeds it with probability 1e-3 in all. */
const LIMIT = 4.5;

const making = (scene: Scene, options: object = {}) =>
  createEstimator(antitheticTrajectories, options, scene);

/** The trajectories that it draws, as they are handed to the policy to be scored. */
const drawnBy = (scene: Scene, pairs: number): TrajectoryBatch[] => {
  const seen: TrajectoryBatch[] = [];
  const watched = watching(scene, (batch) => seen.push(structuredClone({ ...batch })));
  const out = new Float64Array(scene.point.theta.length);
  making(watched).estimate(batchOf(2 * pairs), scene.point, out, stream("test", "pairs"));
  return seen;
};

describe("a pair of antithetic trajectories", () => {
  it("has opposite noise in its actions, and the same in the environment", () => {
    const deviation = 0.1;
    const scene = doubleIntegrator(deviation, [0, 0]); // so that actions are noise alone
    const { A, B } = (
      scene.environment as ContinuousEnvironment & { model: { A: Float64Array; B: Float64Array } }
    ).model;
    for (const [one, two] of [drawnBy(scene, 2).slice(0, 2), drawnBy(scene, 2).slice(2)]) {
      for (let t = 0; t < 10; t++) {
        expect(one.actions[t]).not.toBe(0);
        expect(one.actions[t] + two.actions[t]).toBeCloseTo(0, 14);
      }
      const noise = ({ observations, actions }: TrajectoryBatch, t: number, i: number) => {
        const [x, v] = observations.subarray(2 * t, 2 * t + 2);
        return observations[2 * t + 2 + i] - A[2 * i] * x - A[2 * i + 1] * v - B[i] * actions[t];
      };
      for (let t = 0; t < 9; t++)
        for (const i of [0, 1]) expect(noise(one, t, i)).toBeCloseTo(noise(two, t, i), 13);
    }
  });

  it("has u and 1 − u in discrete actions", () => {
    const scene = shortLake();
    scene.point.theta.fill(0); // four actions, alike
    const [one, two] = drawnBy(scene, 1);
    expect(one.actions[0] + two.actions[0]).toBe(3);
    expect(one.states[0]).toBe(two.states[0]);
  });

  it("gives the mean of the two estimates of REINFORCE", () => {
    for (const [scene, options] of [
      [plane(), { return: "total", baseline: { kind: "constant", value: -3 } }],
      [plane(), { return: "to-go", stateWeight: "none" }],
      [shortLake(), {}],
    ] as const) {
      const P = scene.point.theta.length;
      const [out, one, sum] = [0, 0, 0].map(() => new Float64Array(P));
      const estimator = making(scene, options);
      const steps = estimator.estimate(batchOf(4), scene.point, out, stream("test", "pairs"));
      const single = createEstimator(reinforce, options, scene);
      const trajectories = drawnBy(scene, 2);
      for (const batch of trajectories) {
        single.estimate(batch, scene.point, one, stream("none"));
        for (const j of sum.keys()) sum[j] += one[j] / 4;
      }
      for (const j of sum.keys()) expect(out[j]).toBeCloseTo(sum[j], 12);
      expect(steps).toBe(trajectories.reduce((sum, batch) => sum + batch.steps, 0));
    }
  });
});

describe("antithetic estimates", () => {
  it.each([
    ["total return", plane(), { return: "total" }, 20_000],
    ["reward-to-go less a constant", plane(), { baseline: { kind: "constant", value: -2 } }, 20_000],
    ["reward-to-go without γᵗ, of its own direction", plane({ stateWeight: "none" }), {}, 20_000],
    ["reward-to-go in the three-state chain", threeStates(), {}, 20_000],
  ])("have ∇J as their mean: %s", (_, scene, options, replicates) => {
    const estimator = making(scene, options);
    expect(estimator.estimand.unbiased).toBe(true);
    expect(largest(simulated(scene, estimator, { replicates, batchSize: 2 }).z)).toBeLessThan(LIMIT);
  });

  const scaled = ({ estimate }: Estimator, factor: number): Pick<Estimator, "estimate"> => ({
    estimate(batch, point, out, random) {
      const steps = estimate(batch, point, out, random);
      for (let j = 0; j < out.length; j++) out[j] *= factor;
      return steps;
    },
  });

  it("would be found out without γᵗ, and off by a tenth", () => {
    const scene = plane();
    const plan = { replicates: 20_000, batchSize: 2 };
    const baseline = { kind: "constant", value: -2 };
    const dropped = making(scene, { stateWeight: "none", baseline });
    expect(dropped.estimand.unbiased).toBe(false);
    for (const wrong of [dropped, scaled(making(scene, { baseline }), 1.1)])
      expect(largest(simulated(scene, wrong, plan).z)).toBeGreaterThan(LIMIT);
    expect(largest(simulated(threeStates(), scaled(making(threeStates()), 1.1), plan).z)).toBeGreaterThan(
      LIMIT,
    );
  });

  it("have the variance that is known for one step, and not that of two trajectories drawn apart", () => {
    const theta = [1, 0.3, -0.5, 0.1];
    const scene = sceneOf(
      oneStepOf({ function: "quadratic", center: [0.4, -1], offset: 20 }),
      { kind: "linear-gaussian", deviation: "learned" },
      theta,
      { horizon: 1 },
    );
    const value = 0.4;
    const baseline = { kind: "constant", value };
    const exact = variancesOf(oneStepModelOf(scene), { size: 2, deviation: "learned" }, theta, {
      kind: "antithetic",
      baseline: value,
    }).reduce((sum, x) => sum + x, 0);
    const replicates = 40_000;
    const pairs = simulated(scene, making(scene, { baseline }), { replicates, batchSize: 2 });
    expect(largest(pairs.z)).toBeLessThan(LIMIT);
    expect(Math.abs(pairs.squaredError - exact) / pairs.squaredErrorSE).toBeLessThan(4);
    const apart = sampledFrom(scene, createEstimator(reinforce, { baseline }, scene), {
      replicates,
      batchSize: 2,
    });
    expect(largest(apart.z)).toBeLessThan(LIMIT);
    expect(Math.abs(apart.squaredError - exact) / apart.squaredErrorSE).toBeGreaterThan(4);
  });
});

describe("it is refused", () => {
  it("with other baselines, with odd batches, and where a behavior acts", () => {
    expect(() => making(plane(), { baseline: { kind: "leave-one-out" } })).toThrow(
      new RangeError("antithetic takes the baselines none and constant; got leave-one-out"),
    );
    const scene = plane();
    const { estimate } = making(scene);
    expect(() => estimate(batchOf(3), scene.point, new Float64Array(8), stream("none"))).toThrow(
      new RangeError("antithetic needs batches of a multiple of 2 trajectories; got 3"),
    );
    expect(() => making({ ...shortLake(), offPolicy: true })).toThrow(
      new RangeError("antithetic draws trajectories of the policy; the study names a behavior"),
    );
  });
});
