import { describe, expect, it } from "vitest";
import { uniformSearch } from "../../src/estimators/zeroth-order/uniform-search.ts";
import { stream } from "../../src/random.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator, shortLake } from "../problems/index.ts";
import type { Scene } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { watching } from "./sampled.ts";

/** The search, and every θ that it tries with its return. */
const watchedSearch = (scene: Scene, options: object) => {
  const tried: { theta: number[]; value: number }[] = [];
  const watched = watching(scene, ({ rewards, steps }, theta) => {
    tried.push({ theta: [...theta], value: rewards.subarray(0, steps).reduce((sum, r) => sum + r, 0) });
  });
  return { tried, estimator: createEstimator(uniformSearch, options, watched) };
};

const bestOf = (tried: readonly { theta: number[]; value: number }[]) =>
  tried.reduce((best, each) => (each.value > best.value ? each : best));

describe("uniform search", () => {
  it("steps to the best of all that it tried so far, in a box", () => {
    const scene = doubleIntegrator();
    const { tried, estimator } = watchedSearch(scene, { limit: 3 });
    const random = stream("test", "uniform");
    const step = new Float64Array(2);
    for (let batch = 1; batch <= 40; batch++) {
      expect(estimator.estimate(batchOf(5), scene.point, step, random)).toBe(50);
      estimator.memory?.update(batchOf(5), scene.point);
      expect(tried).toHaveLength(5 * batch);
      const { theta } = bestOf(tried);
      for (const j of [0, 1]) expect(scene.point.theta[j] + step[j]).toBeCloseTo(theta[j], 14);
    }
    const drawn = tried.flatMap(({ theta }) => theta);
    expect(Math.max(...drawn)).toBeLessThan(3);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-3);
    // the mean square of 400 uniform draws is 3, with a standard error of 2.7 / 20
    const square = drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length;
    expect(Math.abs(square - 3) / 0.135).toBeLessThan(4);
  });

  it("judges by the mean of several trajectories", () => {
    const scene = doubleIntegrator();
    const { tried, estimator } = watchedSearch(scene, { limit: 1, rollouts: 3 });
    const step = new Float64Array(2);
    estimator.estimate(batchOf(12), scene.point, step, stream("test", "uniform"));
    const means = [0, 3, 6, 9].map((first) => {
      const group = tried.slice(first, first + 3);
      expect(new Set(group.map(({ theta }) => theta.join(" "))).size).toBe(1);
      return { theta: group[0].theta, value: group.reduce((sum, { value }) => sum + value, 0) / 3 };
    });
    for (const [j, x] of bestOf(means).theta.entries())
      expect(scene.point.theta[j] + step[j]).toBeCloseTo(x, 14);
  });

  it("remembers only what it is told to remember, and forgets it", () => {
    const scene = doubleIntegrator();
    const { tried, estimator } = watchedSearch(scene, { limit: 3 });
    const random = stream("test", "uniform");
    const step = new Float64Array(2);
    const estimate = (count: number) => estimator.estimate(batchOf(count), scene.point, step, random);
    const reached = () => [...step.map((x, j) => x + scene.point.theta[j])];
    const expectBest = (among: typeof tried) => {
      for (const [j, x] of reached().entries()) expect(x).toBeCloseTo(bestOf(among).theta[j], 14);
    };
    estimate(100); // a probe looks at it
    estimate(1);
    expectBest(tried.slice(100));
    estimate(100);
    estimator.memory?.update(batchOf(100), scene.point);
    estimate(1);
    expectBest(tried.slice(101));
    estimator.memory?.reset();
    estimate(1);
    expectBest(tried.slice(202));
  });

  it("is refused where trajectories do not come out even, or are drawn in groups", () => {
    const scene = doubleIntegrator();
    const { estimate } = createEstimator(uniformSearch, { limit: 1, rollouts: 4 }, scene);
    expect(() => estimate(batchOf(6), scene.point, new Float64Array(2), stream("none"))).toThrow(
      new RangeError("uniform-search needs batches of a multiple of 4 trajectories; got 6"),
    );
    expect(() => createEstimator(uniformSearch, { limit: 1 }, { ...shortLake(), groupSize: 2 })).toThrow(
      new RangeError("uniform-search draws trajectories one by one; the study draws groups of 2"),
    );
  });
});
