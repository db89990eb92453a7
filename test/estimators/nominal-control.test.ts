import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { LinearQuadraticModel } from "../../envs/contract/models.ts";
import { transitionRegression } from "../../src/estimators/zeroth-order/least-squares.ts";
import { nominalControl } from "../../src/estimators/zeroth-order/nominal-control.ts";
import { stream } from "../../src/random.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { stationaryControl } from "../../src/truth/linear-quadratic/riccati.ts";
import { largest } from "../numbers.ts";
import { linearQuadraticOf, noisyPlane, oneStepOf } from "../problems/environments.ts";
import { createEstimator, samplerOf } from "../problems/estimator-of.ts";
import { doubleIntegrator, openLoop, plane, shortLake } from "../problems/index.ts";
import { sceneOf } from "../problems/problem-of.ts";

const modelOf = (environment: ContinuousEnvironment) => environment.model as LinearQuadraticModel;
const still = stream("none");

describe("the regression of transitions", () => {
  it("finds [A B] of a system without noise, and adds up over batches", () => {
    const environment = linearQuadraticOf({
      A: [
        [1, 0.5],
        [-0.3, 0.8],
      ],
      B: [[0.2], [1]],
      start: [1, 2],
    });
    const scene = sceneOf(environment, { kind: "linear-gaussian", deviation: 1 }, [0, 0], { horizon: 4 });
    const regression = transitionRegression(2, 1);
    expect(regression.coefficients()).toBe(undefined);
    const draw = samplerOf(scene, "regression");
    for (let b = 0; b < 3; b++) regression.add(draw(2));
    const found = regression.coefficients()!;
    for (const [i, x] of [1, 0.5, 0.2, -0.3, 0.8, 1].entries()) expect(found[i]).toBeCloseTo(x, 12);
    regression.clear();
    expect(regression.coefficients()).toBe(undefined);
  });

  it("has the errors that least squares have: z of every coefficient, and a twin that takes a step of the wrong trajectory", () => {
    const scene = plane();
    const { A, B, noise } = modelOf(noisyPlane);
    const z = (change: (batch: TrajectoryBatch) => TrajectoryBatch) => {
      const batch = change(samplerOf(scene, "errors")(3000));
      const regression = transitionRegression(2, 2);
      regression.add(batch);
      const found = regression.coefficients()!;
      const inverse = inverseOf(regression.sums.slice(0, 16), 4);
      return [0, 1].flatMap((i) =>
        [0, 1, 2, 3].map((a) => {
          const truth = a < 2 ? A[2 * i + a] : B[2 * i + a - 2];
          return (found[4 * i + a] - truth) / (noise[i] * Math.sqrt(inverse[4 * a + a]));
        }),
      );
    };
    expect(largest(z((batch) => batch))).toBeLessThan(4);
    const shifted = (batch: TrajectoryBatch) => ({
      ...batch,
      lastObservations: Float64Array.from(batch.lastObservations, (_, k, all = batch.lastObservations) => {
        return all[(k + 2) % (2 * batch.trajectories)];
      }),
    });
    expect(largest(z(shifted))).toBeGreaterThan(4);
  });

  it("says nothing while an input follows from the others, as actions do without noise", () => {
    const scene = doubleIntegrator(1e-9);
    const regression = transitionRegression(2, 1);
    regression.add(samplerOf(scene, "quiet")(50));
    expect(regression.coefficients()).toBe(undefined);
  });
});

/** By Gauss–Jordan elimination, without pivots. */
const inverseOf = (matrix: Float64Array, size: number): Float64Array => {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) out[i * size + i] = 1;
  for (let c = 0; c < size; c++) {
    const pivot = matrix[c * size + c];
    for (const each of [matrix, out]) for (let j = 0; j < size; j++) each[c * size + j] /= pivot;
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = matrix[r * size + c];
      for (const each of [matrix, out])
        for (let j = 0; j < size; j++) each[r * size + j] -= factor * each[c * size + j];
    }
  }
  return out;
};

describe("nominal control", () => {
  it("steps to the best gain at once where nothing is uncertain", () => {
    const environment = linearQuadraticOf({ preset: "double-integrator", noise: 0 });
    const scene = sceneOf(environment, { kind: "linear-gaussian", deviation: 0.3 }, [0.1, 0.2], {
      horizon: 10,
    });
    const step = new Float64Array(2);
    createEstimator(nominalControl, {}, scene).estimate(
      samplerOf(scene, "certain")(1),
      scene.point,
      step,
      still,
    );
    // K*, known to six digits
    expect(0.1 + step[0]).toBeCloseTo(-0.480534, 6);
    expect(0.2 + step[1]).toBeCloseTo(-1.249621, 6);
  });

  it("comes closer with every batch that it remembers, takes a bias away and leaves log σ alone", () => {
    const scene = plane();
    const { gain } = stationaryControl(modelOf(noisyPlane), 0.9);
    const estimator = createEstimator(nominalControl, {}, scene);
    expect(estimator.estimand.unbiased).toBe(false);
    const draw = samplerOf(scene, "closer");
    const step = new Float64Array(8);
    const error = () => largest([0, 1, 2, 3].map((j) => scene.point.theta[j] + step[j] - gain[j]));
    const estimate = () => {
      const batch = draw(20);
      estimator.estimate(batch, scene.point, step, still);
      return batch;
    };
    estimate();
    const first = error();
    for (let b = 0; b < 200; b++) estimator.memory?.update(estimate(), scene.point);
    expect(error()).toBeLessThan(first / 4);
    expect(error()).toBeLessThan(0.01);
    for (const j of [4, 5]) expect(step[j]).toBe(-scene.point.theta[j]);
    for (const j of [6, 7]) expect(step[j]).toBe(0);
    const late = error();
    estimator.memory?.reset();
    estimate();
    expect(error()).toBeGreaterThan(4 * late);
  });

  it("stays where it is while it does not know the system, and where no gain is the best", () => {
    const gaussian = (deviation: number) => ({ kind: "linear-gaussian", deviation });
    const quiet = doubleIntegrator(1e-9);
    const free = linearQuadraticOf({ preset: "double-integrator", Q: 0, R: 0 }); // costs nothing
    for (const scene of [quiet, sceneOf(free, gaussian(0.1), [-0.2, -0.5], { horizon: 10 })]) {
      const step = new Float64Array(2).fill(Number.NaN);
      createEstimator(nominalControl, {}, scene).estimate(
        samplerOf(scene, "stays")(8),
        scene.point,
        step,
        still,
      );
      expect([...step]).toEqual([0, 0]);
    }
  });

  it("is refused where it does not apply", () => {
    expect(() => createEstimator(nominalControl, {}, shortLake())).toThrow(
      new RangeError("nominal-control needs continuous states; those of frozen-lake are discrete"),
    );
    expect(() => createEstimator(nominalControl, {}, openLoop())).toThrow(
      new RangeError("nominal-control needs the policy linear-gaussian; got time-gaussian"),
    );
    const box = { kind: "linear-gaussian", deviation: 1 };
    const scene = sceneOf(oneStepOf({ function: "square", k: 1 }), box, [0], { horizon: 1 });
    expect(() => createEstimator(nominalControl, {}, scene)).toThrow(
      new RangeError("nominal-control needs a linear-quadratic problem; one-step is none"),
    );
  });
});
