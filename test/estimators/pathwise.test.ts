import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { StepSlopes } from "../../envs/contract/models.ts";
import { pendulum } from "../../envs/pendulum.ts";
import { pathwise } from "../../src/estimators/reparameterized/pathwise.ts";
import { stream } from "../../src/random.ts";
import { returnToGo } from "../../src/trajectories/returns.ts";
import { largest } from "../numbers.ts";
import { oneStepOf } from "../problems/environments.ts";
import { createEstimator, samplerOf } from "../problems/estimator-of.ts";
import { doubleIntegrator, openLoop, plane, shortLake } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";
import { sampledFrom } from "./sampled.ts";

/** Of |z|, for some forty coordinates: a right estimator exceeds it with probability 1e-3 in all. */
const LIMIT = 4.2;

const making = (scene: Scene) => () => createEstimator(pathwise, {}, scene);

/** Slopes with which later actions do not seem to depend on the state: A − BK in place of A. */
const withoutFeedback = ({ environment, point }: Scene): ContinuousEnvironment => {
  const honest = environment as ContinuousEnvironment & { slopes: StepSlopes };
  const gain = point.theta.subarray(0, 4);
  return {
    ...honest,
    slopes: {
      at(state, action, next, out) {
        honest.slopes.at(state, action, next, out);
        for (const j of [0, 1])
          for (const k of [0, 1]) {
            out.rewardState[j] -= gain[2 * k + j] * out.rewardAction[k];
            for (const i of [0, 1]) out.state[2 * i + j] -= out.action[2 * i + k] * gain[2 * k + j];
          }
      },
    },
  };
};

describe("the pathwise gradient", () => {
  it("of (u − k)² is 2(u − k) by μ and 2(u − k)(u − μ) by log σ", () => {
    const scene = sceneOf(
      oneStepOf({ function: "square", k: 0.3 }),
      { kind: "linear-gaussian", deviation: "learned" },
      [1, Math.log(0.5)],
      { horizon: 1 },
    );
    const batch = samplerOf(scene, "by hand")(2);
    const out = new Float64Array(2);
    createEstimator(pathwise, {}, scene).estimate(batch, scene.point, out, stream("none"));
    const [u, v] = batch.actions;
    expect(out[0]).toBeCloseTo((2 * (u - 0.3) + 2 * (v - 0.3)) / 2, 12);
    expect(out[1]).toBeCloseTo((2 * (u - 0.3) * (u - 1) + 2 * (v - 0.3) * (v - 1)) / 2, 12);
  });

  it.each([
    ["a closed loop with bias and learned log σ", plane()],
    ["an open loop", openLoop()],
    ["the double integrator", doubleIntegrator()],
  ])("is the derivative of the return with the noise held: %s", (_, scene) => {
    const { point, objective } = scene;
    const { horizon, discount } = objective;
    const returnAt = (theta: Float64Array) => {
      const moved = point.moved(theta);
      const draws = ["actions", "environment"].map((role) => stream("test", "held", role));
      const batch = moved.sampler(draws[0], draws[1])(1);
      const returns = new Float64Array(horizon);
      returnToGo(batch, discount, returns);
      return { batch, value: returns[0] };
    };
    const out = new Float64Array(point.theta.length);
    createEstimator(pathwise, {}, scene).estimate(returnAt(point.theta).batch, point, out, stream("none"));
    for (const j of out.keys()) {
      const moved = (h: number) => returnAt(point.theta.map((x, i) => (i === j ? x + h : x))).value;
      const h = 1e-4;
      const slope = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
      expect(Math.abs(out[j] - slope)).toBeLessThan(1e-8 * (1 + Math.abs(slope)));
    }
  });

  it.each([
    ["∇J of a closed loop", plane(), 20_000],
    ["∇J of an open loop", openLoop(), 20_000],
    ["the direction without γᵗ", plane({ stateWeight: "none" }), 20_000],
    ["∇J of the double integrator", doubleIntegrator(), 5_000],
  ])("has %s as its mean", (_, scene, replicates) => {
    const estimator = createEstimator(pathwise, {}, scene);
    expect(estimator.estimand.unbiased).toBe(true);
    expect(largest(sampledFrom(scene, estimator, { replicates, batchSize: 1 }).z)).toBeLessThan(LIMIT);
  });

  it("would be found out without γᵗ, without the feedback through the policy, and off by 5 %", () => {
    const scene = plane();
    const plan = { replicates: 20_000, batchSize: 1 };
    const dropped = createEstimator(pathwise, { stateWeight: "none" }, scene);
    expect(dropped.estimand.unbiased).toBe(false);
    expect(largest(sampledFrom(scene, dropped, plan).z)).toBeGreaterThan(LIMIT);
    const blind = createEstimator(pathwise, {}, { ...scene, environment: withoutFeedback(scene) });
    expect(largest(sampledFrom(scene, blind, plan).z)).toBeGreaterThan(LIMIT);
    const { point } = scene;
    const estimator = createEstimator(pathwise, {}, scene);
    const scaled = {
      estimate(...[batch, _, out, random]: Parameters<typeof estimator.estimate>) {
        estimator.estimate(batch, point, out, random);
        for (let j = 0; j < out.length; j++) out[j] *= 1.05;
        return 0;
      },
    };
    expect(largest(sampledFrom(scene, scaled, plan).z)).toBeGreaterThan(LIMIT);
  });

  it("has the variance 4 for (x − k)² under N(1, 1), whatever k is", () => {
    for (const k of [0, 2.5]) {
      const scene = sceneOf(
        oneStepOf({ function: "square", k }),
        { kind: "linear-gaussian", deviation: 1 },
        [1],
        { horizon: 1 },
      );
      const expected = Float64Array.of(2 * (1 - k));
      const { squaredError, squaredErrorSE } = sampledFrom(scene, createEstimator(pathwise, {}, scene), {
        replicates: 20_000,
        batchSize: 1,
        expected,
      });
      expect(Math.abs(squaredError - 4) / squaredErrorSE).toBeLessThan(4);
      expect(squaredErrorSE).toBeLessThan(0.05);
    }
  });
});

describe("it is refused", () => {
  const box = { kind: "linear-gaussian", deviation: 0.1 };
  it("where states are discrete", () => {
    expect(making(shortLake())).toThrow(
      new RangeError("pathwise needs continuous states; those of frozen-lake are discrete"),
    );
  });

  it("where the state is not what is observed", () => {
    const scene = sceneOf(pendulum.create({ gravity: 10 }), box, [0, 0, 0], { horizon: 5 });
    expect(making(scene)).toThrow(
      "pathwise reads states from the observations; those of pendulum are something else",
    );
  });

  it("where there are no slopes", () => {
    const { slopes: _, ...rough } = doubleIntegrator().environment as never as { slopes: object };
    expect(making({ ...doubleIntegrator(), environment: rough as never })).toThrow(
      new RangeError("pathwise needs the slopes of the environment's steps; linear-quadratic has none"),
    );
  });

  it("where the policy is no Gaussian that is linear in θ", () => {
    const scene = doubleIntegrator();
    const { gaussian: _, ...other } = scene.policy as never as { gaussian: object };
    expect(making({ ...scene, policy: other as never })).toThrow(
      "pathwise needs a Gaussian policy with a mean linear in θ, linear-gaussian or time-gaussian; got linear-gaussian",
    );
  });
});
