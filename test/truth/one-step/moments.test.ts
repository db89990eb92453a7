import { describe, expect, it } from "vitest";
import { batchMoments } from "../../../src/truth/discrete/batch.ts";
import { formOnOneStep, type OneStepEstimator } from "../../../src/truth/one-step/estimators.ts";
import { oneStepMoments } from "../../../src/truth/one-step/moments.ts";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import { estimators, fixed, learned, modelOf, total, variancesOf } from "./models.ts";

const model = modelOf({ function: "quadratic", center: [0.4, -1], offset: 2 });
const action = learned(2);
const theta = Float64Array.of(1, 0.3, -0.5, 0.1);
const momentsAt = oneStepMoments(model, action, theta);
const solution = oneStepSolution(model, action);
solution.restart(theta);
const gradient = new Float64Array(4);
solution.gradient(gradient);

describe("a mean of n independent estimates", () => {
  it.each(estimators.map((estimator) => [estimator] as const))(
    "is unbiased, with a variance over n: %j",
    (estimator) => {
      const single = total(variancesOf(model, action, theta, estimator));
      for (const n of [1, 8]) {
        const { mean, totalVariance, parts } = momentsAt(estimator, n)!;
        expect(mean).toEqual(gradient);
        expect(totalVariance).toBeCloseTo(single / n, 12);
        expect(parts).toEqual({ trajectory: 0, action: totalVariance, state: 0 });
      }
    },
  );

  it("does not follow a θ that is changed afterwards, nor a mean that is", () => {
    const at = theta.slice();
    const moments = oneStepMoments(model, action, at);
    at.fill(3);
    moments({ kind: "pathwise" }, 1)!.mean.fill(7);
    expect(moments({ kind: "score" }, 1)).toEqual(momentsAt({ kind: "score" }, 1));
  });
});

describe("trajectories that meet", () => {
  /** By the formula of all problems, of which one step is one: X = (R − m) S. */
  const byFormula = (across: "leave-one-out" | "batch-mean", n: number) => {
    const { totalVariance } = momentsAt({ kind: "score", baseline: "mean" }, 1)!;
    const square = totalVariance + total(gradient.map((x) => x * x));
    const deviations = theta.subarray(2).map(Math.exp);
    const offsets = Float64Array.of(0.6, 1.3); // μ − z
    const rewardVariance = total(
      deviations.map((σ, i) => 4 * offsets[i] ** 2 * σ ** 2 + 2 * σ ** 4), // Var (u − z)²
    );
    const scoreSquare = total(deviations.map((σ) => 1 / σ ** 2 + 2));
    const own = { product: square, square };
    const returns = { variance: rewardVariance, scoreSquare, withScore: gradient, own };
    const parts = { trajectory: 0, action: totalVariance, state: 0 };
    const startSquare = total(gradient.map((x) => x * x));
    const rounding = { magnitude: square, input: 0, returns: 0, operations: 1 };
    return batchMoments({ mean: gradient, square, startSquare, parts, returns, rounding }, across, n, 1)!;
  };

  it.each([2, 3, 16])("have the moments of `batchMoments`, n = %d", (n) => {
    for (const across of ["leave-one-out", "batch-mean"] as const) {
      const { mean, totalVariance } = momentsAt({ kind: "score", across }, n)!;
      const expected = byFormula(across, n);
      expect(totalVariance / expected.totalVariance).toBeCloseTo(1, 12);
      for (const j of mean.keys()) expect(mean[j]).toBeCloseTo(expected.mean[j], 12);
    }
  });

  it("have, two of (x − k)² at a time, the moments of sums over a grid", () => {
    const [k, σ] = [2, 0.8];
    const step = 0.25;
    const nodes = Array.from({ length: 97 }, (_, i) => (i - 48) * step);
    const sums = [0, 0];
    for (const a of nodes) {
      for (const b of nodes) {
        const weight = (step ** 2 * Math.exp(-(a * a + b * b) / 2)) / (2 * Math.PI);
        const estimate = (((σ * a - k) ** 2 - (σ * b - k) ** 2) * (a - b)) / (2 * σ);
        sums[0] += weight * estimate;
        sums[1] += weight * estimate ** 2;
      }
    }
    const at = oneStepMoments(modelOf({ function: "square", k }), fixed(1, σ), new Float64Array(1));
    const { mean, totalVariance } = at({ kind: "score", across: "leave-one-out" }, 2)!;
    expect(mean[0]).toBeCloseTo(sums[0], 12);
    expect(totalVariance).toBeCloseTo(sums[1] - sums[0] ** 2, 10);
  });

  it("need others, and are nothing without them where the own reward is subtracted", () => {
    expect(momentsAt({ kind: "score", across: "leave-one-out" }, 1)).toBeUndefined();
    const { mean, totalVariance } = momentsAt({ kind: "score", across: "batch-mean" }, 1)!;
    expect([total(mean.map(Math.abs)), totalVariance]).toEqual([0, 0]);
  });
});

describe("formOnOneStep", () => {
  const score = (baseline: number): OneStepEstimator => ({ kind: "score", across: "independent", baseline });

  it("takes all returns for f(u)", () => {
    for (const kind of ["total", "to-go", "gae", "action-value"] as const)
      expect(formOnOneStep({ kind, across: "independent" }, 2)).toEqual(score(2));
    expect(formOnOneStep({ kind: "to-go", across: "independent" })).toEqual(score(0));
    expect(formOnOneStep({ kind: "lambda-return", across: "independent" }, 2)).toEqual(score(0));
    const leaveOneOut = formOnOneStep({ kind: "total", across: "leave-one-out" });
    expect(leaveOneOut).toEqual({ kind: "score", across: "leave-one-out", baseline: 0 });
  });

  it("knows nothing of guesses of Q, and of all actions at once", () => {
    const actionValues = () => new Float64Array(1);
    expect(formOnOneStep({ kind: "action-value", across: "independent", actionValues })).toBeUndefined();
    expect(formOnOneStep({ kind: "all-action", across: "independent" })).toBeUndefined();
  });
});
