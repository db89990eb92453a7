import { describe, expect, it } from "vitest";
import { actorCritic } from "../../src/estimators/scores/actor-critic.ts";
import { importance } from "../../src/estimators/scores/importance.ts";
import { ppo } from "../../src/estimators/scores/ppo.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import { vTrace } from "../../src/estimators/scores/v-trace.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { critic, draws } from "../diagnostics/known-critics.ts";
import { largest, subtract } from "../numbers.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { cart, plane } from "../problems/index.ts";
import { actedBy, type Scene } from "../problems/problem-of.ts";
import { runsOf } from "../problems/runs-of.ts";

/** A value for every step: a function of what is seen and of the time. */
const seen = critic(
  ({ observations, steps }, k, t) => 3 - 0.2 * t + observations[k * (observations.length / steps)],
);

/** A batch of n trajectories, a copy that ends where its steps do. */
const batchOf = ({ point }: Scene, n: number, key: string): TrajectoryBatch => {
  const batch = point.sampler(draws(key, "a"), draws(key, "e"))(n);
  const O = "observationSize" in point.policy ? point.policy.observationSize : 0;
  return structuredClone({ ...batch, observations: batch.observations.slice(0, batch.steps * O) });
};

const scenes: [string, Scene][] = [
  ["CartPole with a perceptron", { ...cart(), critic: () => seen }],
  ["a linear-quadratic problem with a linear-Gaussian policy", { ...plane(), critic: () => seen }],
];

describe.each(scenes)("where the policy itself acts, on %s", (_, scene) => {
  const batch = batchOf(scene, 12, "acts");
  type Chosen = Parameters<typeof createEstimator>[0];
  const estimate = (kind: Chosen, options: object): Float64Array => {
    const out = new Float64Array(scene.point.theta.length).fill(Number.NaN);
    createEstimator(kind, options, scene).estimate(batch, scene.point, out, draws("none"));
    return out;
  };
  const apart = (one: Float64Array, other: Float64Array) => norm(subtract(one, other)) / norm(other);
  const named = { critic: "agent" };

  it("PPO without inner steps is the actor-critic, and of another λ is not", () => {
    for (const lambda of [0, 0.7, 1]) {
      const estimated = estimate(ppo, { ...named, lambda });
      expect(apart(estimated, estimate(actorCritic, { ...named, lambda }))).toBeLessThan(1e-9);
      expect(apart(estimated, estimate(actorCritic, { ...named, lambda: 0.4 }))).toBeGreaterThan(1e-3);
    }
  });

  it("importance weighting is REINFORCE, and of the total return only where it says so", () => {
    for (const options of [{}, { stateWeight: "none" }, { baseline: { kind: "leave-one-out" } }]) {
      const plain = estimate(reinforce, options);
      for (const ratio of ["trajectory", "per-decision"])
        expect(apart(estimate(importance, { ...options, ratio }), plain)).toBeLessThan(1e-9);
    }
    const total = estimate(importance, { ratio: "trajectory", return: "total" });
    expect(apart(total, estimate(reinforce, { return: "total" }))).toBeLessThan(1e-9);
    expect(apart(total, estimate(reinforce, {}))).toBeGreaterThan(1e-3);
  });

  it("V-trace is GAE(1), and GAE(λ) of no other λ", () => {
    const estimated = estimate(vTrace, named);
    expect(apart(estimated, estimate(actorCritic, { ...named, lambda: 1 }))).toBeLessThan(1e-9);
    expect(apart(estimated, estimate(actorCritic, { ...named, lambda: 0.7 }))).toBeGreaterThan(1e-3);
  });

  it("PPO moves a point of its own in its inner steps, and leaves θ and log π where they were", () => {
    const theta = scene.point.theta.slice();
    const [before, after] = [new Float64Array(batch.steps), new Float64Array(batch.steps)];
    scene.point.logProbabilities(batch, before);
    const inner = { ...named, lambda: 0.7, innerSteps: 2, innerLearningRate: 0.01 };
    const moved = estimate(ppo, inner);
    scene.point.logProbabilities(batch, after);
    expect(scene.point.theta).toEqual(theta);
    expect(after).toEqual(before);
    expect(apart(moved, estimate(ppo, { ...named, lambda: 0.7 }))).toBeGreaterThan(1e-6);
    expect(estimate(ppo, inner)).toEqual(moved);
  });

  it("PPO's inner steps are those of a plain loop over ratios at moved points", () => {
    const [clip, rate] = [0.2, 0.01];
    const moved = estimate(ppo, { ...named, lambda: 0, clip, innerSteps: 2, innerLearningRate: rate });
    const { discount } = scene.objective;
    const [values, ends] = [new Float64Array(batch.steps), new Float64Array(batch.trajectories)];
    seen.evaluate(batch, scene.point, values, ends);
    const [first, now] = [new Float64Array(batch.steps), new Float64Array(batch.steps)];
    scene.point.logProbabilities(batch, first);
    const theta = scene.point.theta.slice();
    const gradient = new Float64Array(theta.length);
    for (let step = 0; step <= 2; step++) {
      const at = scene.point.moved(theta);
      at.logProbabilities(batch, now);
      const weights = new Float64Array(batch.steps);
      for (let i = 0; i < batch.trajectories; i++) {
        const [from, to] = [batch.offsets[i], batch.offsets[i + 1]];
        for (let k = from; k < to; k++) {
          const next = k + 1 < to ? values[k + 1] : batch.terminated[i] === 1 ? 0 : ends[i];
          const advantage = batch.rewards[k] + discount * next - values[k];
          const ratio = Math.exp(now[k] - first[k]);
          const clipped = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
          weights[k] = clipped ? 0 : (discount ** (k - from) * ratio * advantage) / batch.trajectories;
        }
      }
      at.weightedScores(batch, 0, batch.steps, [weights], [gradient]);
      for (let j = 0; j < theta.length; j++) theta[j] += rate * gradient[j];
    }
    const rounding = scene.point.exact ? 1e-9 : 1e-5; // perceptrons work in single precision
    expect(apart(moved, gradient)).toBeLessThan(rounding);
    const fewer = estimate(ppo, { ...named, lambda: 0, clip, innerSteps: 1, innerLearningRate: rate });
    expect(apart(fewer, gradient)).toBeGreaterThan(100 * rounding);
  });
});

describe("a uniform behavior on CartPole with a perceptron", () => {
  const uniformPart = 0.4;
  const on = cart(20);
  const off = actedBy(on, uniformPart);

  /** π(1|x) of every step. */
  const ofAction1 = (batch: TrajectoryBatch): Float64Array => {
    const logs = new Float64Array(batch.steps);
    on.point.logProbabilities(batch, logs);
    return logs.map((log, k) => (batch.actions[k] === 1 ? Math.exp(log) : 1 - Math.exp(log)));
  };

  it("draws actions as μ = (1 − ε) π + ε / 2 says, and not as π (|z| < 4: 6e-5 a figure)", () => {
    const batch = off.point.sampler(draws("drawn", "a"), draws("drawn", "e"))(4000);
    const p = ofAction1(batch);
    /** z of Σ (π − ½)(a − m) with the claim that action 1 has probability m: its terms are martingale differences. */
    const zOf = (claim: (p: number) => number): number => {
      let [sum, square] = [0, 0];
      for (let k = 0; k < batch.steps; k++) {
        const m = claim(p[k]);
        sum += (p[k] - 0.5) * (batch.actions[k] - m);
        square += (p[k] - 0.5) ** 2 * m * (1 - m);
      }
      return sum / Math.sqrt(square);
    };
    expect(Math.abs(zOf((pi) => (1 - uniformPart) * pi + uniformPart / 2))).toBeLessThan(4);
    expect(Math.abs(zOf((pi) => pi))).toBeGreaterThan(10);
    const more = 0.46; // another ε
    expect(Math.abs(zOf((pi) => (1 - more) * pi + more / 2))).toBeGreaterThan(4);
  });

  it("has the ratios π / μ, and 1 where nothing but π acts", () => {
    const batch = off.point.sampler(draws("ratios", "a"), draws("ratios", "e"))(20);
    const [ratios, logs] = [new Float64Array(batch.steps), new Float64Array(batch.steps)];
    off.point.ratios(batch, off.point, ratios);
    off.point.logProbabilities(batch, logs);
    const expected = logs.map((log) => Math.exp(log) / ((1 - uniformPart) * Math.exp(log) + uniformPart / 2));
    expect(largest(subtract(ratios, expected))).toBeLessThan(1e-14);
    expect(largest(ratios.map((ratio) => ratio - 1))).toBeGreaterThan(0.1);
    on.point.ratios(batch, on.point, ratios);
    expect(ratios).toEqual(new Float64Array(batch.steps).fill(1));
  });

  it("importance weighting has the mean of the policy's own REINFORCE, and without ratios it has not", () => {
    const baseline = { baseline: { kind: "leave-one-out" } };
    const P = on.point.theta.length;
    const R = 3000;
    const moments = (scene: Scene, kind: Parameters<typeof createEstimator>[0], key: string) => {
      const draw = scene.point.sampler(draws(key, "a"), draws(key, "e"));
      const estimator = createEstimator(kind, baseline, scene);
      const [out, mean, square] = [new Float64Array(P), new Float64Array(P), new Float64Array(P)];
      for (let r = 0; r < R; r++) {
        estimator.estimate(draw(8), scene.point, out, draws("none"));
        for (let j = 0; j < P; j++) {
          mean[j] += out[j] / R;
          square[j] += out[j] ** 2 / R;
        }
      }
      return { mean, error2: square.map((x, j) => (x - mean[j] ** 2) / (R - 1)) };
    };
    const expected = moments(on, reinforce, "on");
    const worst = (found: ReturnType<typeof moments>): number =>
      largest(
        found.mean.map((x, j) => (x - expected.mean[j]) / Math.sqrt(found.error2[j] + expected.error2[j])),
      );
    // one of 30 coordinates beyond 4.5 has a probability below 2.1e-4
    expect(worst(moments(off, importance, "off"))).toBeLessThan(4.5);
    expect(worst(moments(off, reinforce, "off"))).toBeGreaterThan(4.5);
    expect(createEstimator(importance, baseline, off).estimand.unbiased).toBe(true);
    expect(createEstimator(reinforce, baseline, off).estimand.unbiased).toBe(false);
  });
});

describe("a uniform behavior with continuous actions", () => {
  it.each([
    ["linear-gaussian", { deviation: 0.5 }],
    ["perceptron", { widths: [4], deviation: 0.5 }],
  ])("is refused for the policy %s, at its key", (kind, options) => {
    const study = {
      environment: { kind: "pendulum" },
      objective: { discount: 0.9, horizon: 5 },
      policy: { kind, ...options },
      behavior: { uniform: 0.3 },
      agents: [{ name: "a", estimator: { kind: "importance" }, iterations: 1 }],
    };
    expect(() => setUp(runsOf(study)[0])).toThrow(
      expect.objectContaining({
        name: "ConfigError",
        issues: [
          {
            path: ["behavior"],
            message: `a uniform behavior needs discrete actions; those of ${kind} are continuous`,
          },
        ],
      }),
    );
  });
});
