import { expect } from "vitest";
import type { EstimatorKind } from "../../src/estimators/kind.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { stream } from "../../src/random.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator, threeStates } from "../problems/index.ts";
import type { Scene } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { watching } from "./sampled.ts";

/** Problems with one estimate of which none is zero. */
export const scenes: readonly [string, Scene][] = [
  ["the double integrator", doubleIntegrator()],
  ["the three-state chain", threeStates()],
];

export interface Pair {
  readonly v: readonly number[];
  /** Return at θ + hv. */
  readonly plus: number;
  /** Return at θ − hv. */
  readonly minus: number;
}

/**
 * One estimate with the directions and returns behind it, by watching how θ is moved and what is drawn there; without
 * common random numbers, with which most differences in a table are zero.
 */
export const watched = (kind: EstimatorKind, h: number, options: object, scene: Scene, batchSize: number) => {
  const drawn: { theta: number[]; value: number }[] = [];
  const shown = watching(scene, (batch, theta) => {
    const rewards = [...batch.rewards.subarray(0, batch.steps)];
    const value = rewards.reduce((sum, r, t) => sum + scene.objective.discount ** t * r, 0);
    drawn.push({ theta: [...theta], value });
  });
  const out = new Float64Array(scene.point.theta.length);
  createEstimator(kind, { commonNoise: false, ...options }, shown).estimate(
    batchOf(batchSize),
    scene.point,
    out,
    stream("test", "watched"),
  );
  expect(drawn).toHaveLength(batchSize);
  const pairs: Pair[] = [];
  for (let i = 0; i < drawn.length; i += 2) {
    const [one, two] = [drawn[i], drawn[i + 1]];
    for (const [j, x] of one.theta.entries())
      expect((x + two.theta[j]) / 2).toBeCloseTo(scene.point.theta[j], 14);
    pairs.push({
      v: one.theta.map((x, j) => (x - two.theta[j]) / (2 * h)),
      plus: one.value,
      minus: two.value,
    });
  }
  expect(norm(out)).toBeGreaterThan(0);
  return { out, pairs };
};

/** Σ w v. */
export const sumOf = (pairs: readonly Pair[], weight: (pair: Pair) => number): number[] =>
  pairs.reduce<number[]>((sum, pair) => pair.v.map((x, j) => (sum[j] ?? 0) + weight(pair) * x), []);

/** √(Σ (R − mean)²/n). */
export const deviationOf = (returns: readonly number[]): number => {
  const mean = returns.reduce((sum, x) => sum + x, 0) / returns.length;
  return Math.sqrt(returns.reduce((sum, x) => sum + (x - mean) ** 2, 0) / returns.length);
};

export const returnsOf = (pairs: readonly Pair[]): number[] =>
  pairs.flatMap(({ plus, minus }) => [plus, minus]);

/** Equal to 1e-11 of the whole vector: v is known to that from θ. */
export const expectClose = (out: Float64Array, expected: readonly number[]): void => {
  const scale = norm(out);
  for (const [j, x] of out.entries()) expect(x / scale).toBeCloseTo(expected[j] / scale, 11);
};
