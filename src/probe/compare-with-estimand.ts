import type { NamedEstimator } from "../estimators/named.ts";
import { norm } from "../linear-algebra/norm.ts";
import { dot } from "../linear-algebra/vectors.ts";
import type { Point } from "../problem/point.ts";
import type { EstimandEvent } from "./cell.ts";

/**
 * Compares the mean of a cell with the estimand of its estimator, where that is not ∇J.
 *
 * @param mean of the cell's estimates. # [P] @param truth ∇J, where it is known. # [P]
 */
export const compareWithEstimand = (
  {
    name: estimator,
    estimator: {
      estimand: { other },
    },
  }: NamedEstimator,
  point: Point,
  mean: Float64Array,
  truth: Float64Array | undefined,
  place: Pick<EstimandEvent, "iteration" | "batchSize">,
): EstimandEvent | undefined => {
  if (other === undefined) return undefined;
  const gradient = new Float64Array(point.theta.length);
  const standardError = other.gradient(point, gradient);
  return {
    ...place,
    type: "estimand",
    estimator,
    name: other.name,
    norm: norm(gradient),
    standardError,
    cosineTruth: truth ? cosine(gradient, truth) : Number.NaN,
    biasNorm: norm(mean.map((x, j) => x - gradient[j])),
    cosineOfMean: cosine(mean, gradient),
    gradient,
  };
};

const cosine = (a: Float64Array, b: Float64Array): number => dot(a, b) / (norm(a) * norm(b));
