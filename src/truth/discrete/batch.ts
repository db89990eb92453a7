import type { VarianceParts } from "./decomposition.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import { varianceError } from "./rounding.ts";
import type { TrajectoryMoments } from "./trajectory.ts";

/** Error of a parallel variance, relative to the total, above which it is not known. */
const MAX_ROUNDING = 1e-6;

/** Mean and total variance (trace of the covariance) of the estimate of a batch. */
export interface BatchMoments {
  readonly mean: Float64Array; // [P]
  readonly totalVariance: number;
  /** What the total variance may err by, as estimated from the roundings on the way to it. */
  readonly varianceError: number;
  /** Variance of g·E g/‖E g‖, the part along the mean, where it is known. */
  readonly parallelVariance?: number | undefined;
  /** VarianceParts of that total variance; what is left are covariances between different steps. */
  readonly parts?: VarianceParts;
}

/**
 * The moments of an estimate from n trajectories, from those of one (X, its return R = Y_0 with m = E[R] and
 * σ² = Var(R), its sum of scores C):
 *
 * - "independent": (1/n) Σ X_i. Variance Var(X)/n; in groups of K that share s_0,
 *   E[Var(X|s_0)]/n + K Var(E[X|s_0])/n.
 * - "leave-one-out": mean_i (X_i − (R̄_{−i} − m) C_i), X with the constant baseline m. The second part has mean zero
 *   and is uncorrelated with the first: Var(X)/n + (σ² E‖C‖² + ‖E[R C]‖²) / (n (n − 1)).
 * - "batch-mean": R̄ = R_i/n + a R̄_{−i}, a = (n − 1)/n, so that X' = X − (R − m) C/n takes the place of X, with mean
 *   E[X] − E[R C]/n: Var(X')/n + a² (σ² E‖C‖² + ‖E[R C]‖²) / (n (n − 1)).
 *
 * @returns undefined where trajectories meet across groups that share their first state, or n = 1 has no others
 */
export const batchMoments = (
  moments: TrajectoryMoments,
  across: EstimatorForm["across"],
  n: number,
  groupSize: number,
): BatchMoments | undefined => {
  const found = withoutDirection(moments, across, n, groupSize);
  const { along, mean, returns } = moments;
  // what the batch's own mean return takes away may point elsewhere, and differs with n
  const turned = across === "batch-mean" && returns !== undefined && !parallel(mean, returns.withScore);
  if (found === undefined || along === undefined || turned) return found;
  const parallelTo = withoutDirection(along, across, n, groupSize);
  if (parallelTo === undefined || parallelTo.varianceError > MAX_ROUNDING * found.totalVariance) return found;
  return { ...found, parallelVariance: parallelTo.totalVariance };
};

const withoutDirection = (
  { mean, square, startSquare, parts, returns, rounding }: TrajectoryMoments,
  across: EstimatorForm["across"],
  n: number,
  groupSize: number,
): BatchMoments | undefined => {
  const { magnitude, input, operations } = rounding;
  const single = square - squareOf(mean);
  const singleError = varianceError(Math.max(0, single), magnitude, input, operations);
  if (across === "independent") {
    const between = startSquare - squareOf(mean);
    const within = square - startSquare;
    const totalVariance = groupSize === 1 ? single : within + groupSize * between;
    const { trajectory, action, state } = parts;
    return {
      mean,
      totalVariance: Math.max(0, totalVariance) / n,
      varianceError: (groupSize * singleError) / n,
      parts: { trajectory: trajectory / n, action: action / n, state: state / n },
    };
  }
  if (groupSize > 1 || returns === undefined) return undefined;
  const { variance, scoreSquare, withScore, own } = returns;
  const others = variance * scoreSquare + squareOf(withScore);
  const othersError = varianceError(others, others, rounding.returns, operations);
  if (across === "leave-one-out") {
    if (n === 1) return undefined;
    return {
      mean,
      totalVariance: Math.max(0, single) / n + others / (n * (n - 1)),
      varianceError: singleError / n + othersError / (n * (n - 1)),
    };
  }
  if (own === undefined) return undefined;
  const shifted = mean.map((x, j) => x - withScore[j] / n);
  const ownVariance = square - (2 / n) * own.product + own.square / n ** 2 - squareOf(shifted);
  const size = Math.sqrt(magnitude) + Math.sqrt(own.square) / n;
  const ownError = varianceError(
    Math.max(0, ownVariance),
    size ** 2,
    2 * input + (2 * rounding.returns) / n ** 2,
    operations,
  );
  return {
    mean: shifted,
    totalVariance: Math.max(0, ownVariance) / n + ((n - 1) * others) / (n * n * n),
    varianceError: ownError / n + ((n - 1) * othersError) / (n * n * n),
  };
};

const parallel = (x: Float64Array, y: Float64Array): boolean => {
  let dot = 0;
  for (let j = 0; j < x.length; j++) dot += x[j] * y[j];
  const product = squareOf(x) * squareOf(y);
  return product - dot * dot <= 1e-20 * product;
};

const squareOf = (vector: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < vector.length; j++) sum += vector[j] * vector[j];
  return sum;
};
