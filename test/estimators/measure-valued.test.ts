import { describe, expect, it } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { measureValued } from "../../src/estimators/reparameterized/measure-valued.ts";
import { stream } from "../../src/random.ts";
import { largest } from "../numbers.ts";
import { oneStepOf } from "../problems/environments.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { openLoop, plane, shortLake } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { variancesOf } from "../truth/one-step/models.ts";
import { measureValuedGradient } from "./continuous/measure-valued-gradient.ts";
import { oneStepModelOf, sampled, simulated, truthOf } from "./sampled.ts";

/** Of |z|, for some forty coordinates: a right estimator exceeds it with probability 1e-3 in all. */
const LIMIT = 4.2;

/** (u − k)² and others, under a Gaussian with θ = (μ, log σ) or (μ). */
const oneStepScene = (given: object, theta: readonly number[], deviation: number | "learned"): Scene =>
  sceneOf(oneStepOf(given), { kind: "linear-gaussian", deviation }, theta, { horizon: 1 });

describe("the measure-valued estimate of a one-step problem", () => {
  it("is the difference between two actions that one uniform makes", () => {
    const scene = oneStepScene({ function: "square", k: 0.3 }, [1], 0.5);
    const uniforms = [0.9, 0.4, 0.4, 1 - Math.exp(-2)]; // the time, the action that is replaced, W = 2
    const out = new Float64Array(1);
    createEstimator(measureValued, {}, scene).estimate(batchOf(2), scene.point, out, {
      next: () => uniforms.shift()!,
    });
    // u = 1 ± ½·2: (1.7² − (−0.3)²) / (½ √2π)
    expect(out[0]).toBeCloseTo((1.7 ** 2 - 0.3 ** 2) / (0.5 * Math.sqrt(2 * Math.PI)), 12);
    expect(uniforms).toEqual([]);
  });

  it.each([1, 0.4, -2])("has the variance (16/π − 4) δ² for (x − k)² under N(1, 1), k = %d", (k) => {
    const scene = oneStepScene({ function: "square", k }, [1], 1);
    const estimator = createEstimator(measureValued, {}, scene);
    const expected = (16 / Math.PI - 4) * (1 - k) ** 2;
    const { squaredError, squaredErrorSE, z } = simulated(scene, estimator, {
      replicates: 20_000,
      batchSize: 2,
    });
    expect(largest(z)).toBeLessThan(LIMIT);
    expect(Math.abs(squaredError - expected)).toBeLessThan(4 * squaredErrorSE + 1e-20);
    expect(squaredErrorSE).toBeLessThan(0.02 * expected + 1e-20);
  });

  it("has the mean and the variance of measureValuedGradient, with learned log σ and two coordinates", () => {
    const theta = [1, 0.3, -0.5, 0.1];
    const scene = oneStepScene({ function: "quadratic", center: [0.4, -1] }, theta, "learned");
    const estimator = createEstimator(measureValued, {}, scene);
    expect(estimator.takes.fewest).toBe(8);
    const exact = variancesOf(oneStepModelOf(scene), { size: 2, deviation: "learned" }, theta, {
      kind: "measure-valued",
    }).reduce((sum, x) => sum + x, 0);
    const plan = { replicates: 20_000, batchSize: 8 };
    const { z, squaredError, squaredErrorSE } = simulated(scene, estimator, plan);
    expect(largest(z)).toBeLessThan(LIMIT);
    expect(Math.abs(squaredError - exact) / squaredErrorSE).toBeLessThan(4);

    const action = new Float64Array(2);
    const deviation = Float64Array.from(theta.slice(2), Math.exp);
    const twin = sampled(20_000, truthOf(scene), (random, out) =>
      measureValuedGradient(
        oneStepModelOf(scene).value,
        scene.point.theta.subarray(0, 2),
        deviation,
        random,
        action,
        out,
      ),
    );
    expect(Math.abs(twin.squaredError - squaredError)).toBeLessThan(
      4 * Math.hypot(squaredErrorSE, twin.squaredErrorSE),
    );
  });
});

describe("the measure-valued estimate through time", () => {
  it.each([
    ["∇J of a closed loop with bias and learned log σ", plane(), 8],
    ["∇J of an open loop", openLoop(), 4],
    ["the direction without γᵗ", plane({ stateWeight: "none" }), 8],
  ])("has %s as its mean", (_, scene, batchSize) => {
    const estimator = createEstimator(measureValued, {}, scene);
    expect(estimator.estimand.unbiased).toBe(true);
    const { z } = simulated(scene, estimator, { replicates: 8_000, batchSize });
    expect(largest(z)).toBeLessThan(LIMIT);
  });

  const scaled = ({ estimate }: Estimator, factor: number): Pick<Estimator, "estimate"> => ({
    estimate(batch, point, out, random) {
      const steps = estimate(batch, point, out, random);
      for (let j = 0; j < out.length; j++) out[j] *= factor;
      return steps;
    },
  });

  it("would be found out without γᵗ, with one time too few, and off by a tenth", () => {
    const scene = plane();
    const plan = { replicates: 8_000, batchSize: 8 };
    const right = createEstimator(measureValued, {}, scene);
    const dropped = createEstimator(measureValued, { stateWeight: "none" }, scene);
    expect(dropped.estimand.unbiased).toBe(false);
    for (const wrong of [dropped, scaled(right, 3 / 4), scaled(right, 1.1)])
      expect(largest(simulated(scene, wrong, plan).z)).toBeGreaterThan(LIMIT);
  });

  it("averages over its draws, and tells how many steps they took", () => {
    const scene = openLoop();
    const estimator = createEstimator(measureValued, {}, scene);
    const random = () => stream("test", "measure-valued", "steps");
    const [one, two, both] = [0, 0, 0].map(() => new Float64Array(6));
    const draws = random();
    const first = estimator.estimate(batchOf(4), scene.point, one, draws);
    const second = estimator.estimate(batchOf(4), scene.point, two, draws);
    expect(estimator.estimate(batchOf(8), scene.point, both, random())).toBe(first + second);
    for (const j of both.keys()) expect(both[j]).toBeCloseTo((one[j] + two[j]) / 2, 12);
    // to t, and four times from there to the end: t + 4 (3 − t)
    for (const steps of [first, second]) expect([12, 9, 6]).toContain(steps);
  });
});

describe("it is refused", () => {
  it("for discrete states, for batches that do not come out even, and for groups", () => {
    expect(() => createEstimator(measureValued, {}, shortLake())).toThrow(
      new RangeError("measure-valued needs continuous states; those of frozen-lake are discrete"),
    );
    const scene = openLoop();
    const { estimate } = createEstimator(measureValued, {}, scene);
    expect(() => estimate(batchOf(6), scene.point, new Float64Array(6), stream("none"))).toThrow(
      new RangeError("measure-valued needs batches of a multiple of 4 trajectories; got 6"),
    );
    expect(() => createEstimator(measureValued, {}, { ...scene, groupSize: 2 })).toThrow(
      new RangeError("measure-valued draws trajectories one by one; the study draws groups of 2"),
    );
  });
});
