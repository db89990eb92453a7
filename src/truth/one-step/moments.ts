import type { OneStepModel } from "../../../envs/contract/models.ts";
import type { BatchMoments } from "../discrete/batch.ts";
import { HALF_UNIT } from "../discrete/form-rewards.ts";
import { varianceError } from "../discrete/rounding.ts";
import { type AdditiveReward, additiveReward, expectedReward } from "./additive.ts";
import type { OneStepEstimator } from "./estimators.ts";
import { deviationAt, type GaussianAction, parameterAt, parametersOf, scoreSquare } from "./gaussian.ts";
import { writeGradient } from "./solution.ts";
import { variances } from "./variance.ts";

/**
 * The exact mean and total variance of the estimates of one-step problems under a Gaussian action, at one θ.
 *
 * - Independent: that of the single estimate, divided by n.
 * - "leave-one-out": mean_i (R_i − R̄_{−i}) S_i, that of the baseline E[R] over n, and
 *   (Var(R) E‖S‖² + ‖∇J‖²) / (n (n − 1)), see `batchMoments`. Undefined for n = 1.
 * - "batch-mean": R_i − R̄ = (1 − 1/n)(R_i − R̄_{−i}), so that it is 1 − 1/n times the same estimate.
 *
 * @param theta [P], read now
 * @returns the moments of the mean of n single estimates: n pairs of actions where it is antithetic, n sets of coupled
 *   pairs where it is measure-valued
 * @throws RangeError where the model and the action do not fit
 */
export const oneStepMoments = (
  model: OneStepModel,
  action: GaussianAction,
  theta: Float64Array,
): ((estimator: OneStepEstimator, n: number) => BatchMoments | undefined) => {
  const at = theta.slice();
  const reward = additiveReward(model, action, at);
  const gradient = new Float64Array(at.length);
  writeGradient(reward, action, gradient);
  const known = new Map<string, number>();
  const single = (estimator: OneStepEstimator): number => {
    const key = JSON.stringify(estimator);
    const found = known.get(key) ?? sum(variances(estimator, reward, action, at));
    known.set(key, found);
    return found;
  };
  const scores = totalScoreSquare(action, at);
  const gradientSquare = sum(gradient.map((x) => x * x));
  const spread = rewardVariance(reward);
  /** What the variance of a single estimate may err by. */
  const errorOf = (estimator: OneStepEstimator, variance: number): number => {
    if (estimator.kind !== "score" && variance + gradientSquare === 0) return 0; // a mean of squares, each of them 0
    const baseline = "baseline" in estimator ? estimator.baseline : 0;
    const shift = typeof baseline === "number" && estimator.kind === "score" ? baseline : undefined;
    const expected = expectedReward(reward);
    const away = shift === undefined ? 0 : expected - shift;
    const sizes = (model.quadratic && shift === undefined ? 0 : Math.abs(expected)) + Math.abs(shift ?? 0);
    const magnitude = variance + gradientSquare + scores * (spread + away * away);
    const input = (4 * HALF_UNIT * sizes) ** 2 * scores;
    return varianceError(variance, magnitude, input, model.quadratic ? 64 : QUADRATURE);
  };
  return (estimator, n) => {
    if (estimator.kind !== "score" || (estimator.across ?? "independent") === "independent") {
      const totalVariance = single(estimator) / n;
      return {
        mean: gradient.slice(),
        totalVariance,
        varianceError: errorOf(estimator, single(estimator)) / n,
        parts: { trajectory: 0, action: totalVariance, state: 0 },
      };
    }
    const scale = estimator.across === "batch-mean" ? 1 - 1 / n : 1;
    if (n === 1)
      return scale === 0 ? { mean: gradient.map(() => 0), totalVariance: 0, varianceError: 0 } : undefined;
    const others = spread * scores + gradientSquare;
    const own = single({ kind: "score", baseline: "mean" });
    const error = errorOf({ kind: "score", baseline: "mean" }, own);
    return {
      mean: gradient.map((x) => scale * x),
      totalVariance: scale ** 2 * (own / n + others / (n * (n - 1))),
      varianceError: scale ** 2 * (error / n + error / (n * (n - 1))),
    };
  };
};

/** Roundings that the tolerance of a quadrature, 1e-13, is worth. */
const QUADRATURE = 4096;

/** Var(R). */
const rewardVariance = ({ factor, terms }: AdditiveReward): number =>
  factor ** 2 * terms.reduce((total, term) => total + term.spread().square, 0);

/** E‖S‖². */
const totalScoreSquare = (action: GaussianAction, theta: Float64Array): number => {
  let total = 0;
  for (let j = 0; j < parametersOf(action); j++)
    total += scoreSquare(parameterAt(action, j), deviationAt(action, theta, j % action.size));
  return total;
};

const sum = (vector: Float64Array): number => vector.reduce((total, x) => total + x, 0);
