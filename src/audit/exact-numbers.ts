import { fixed } from "../critics/tables/fixed.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { estimators } from "../estimators/index.ts";
import type { EstimatorContext } from "../estimators/kind.ts";
import { norm } from "../linear-algebra/norm.ts";
import { exactMoments } from "../moments/exact-moments.ts";
import { make } from "../registry.ts";
import { turnAndScale } from "../statistics/bias/turn-and-scale.ts";
import type { Interval } from "../statistics/interval.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { type MeanAndVariance, meanOverSteps } from "./mean-over-steps.ts";
import { BATCH, type Numbers } from "./numbers.ts";
import { lastLayer, shortProblem } from "./short-problem.ts";

/** An estimator of ours on the short problem, with its V in a table, of which moments are known. */
export const onShortProblem = ({ options, discount, end }: CatalogueEntry) => {
  const problem = shortProblem(discount);
  const { point, values, horizon } = problem;
  const { kind, ...rest } = options;
  const parsed = estimators[kind as keyof typeof estimators].options.parse(rest) as object;
  const table = Array.from(values, (each, state) => (end && lastLayer(state) ? 0 : each)); // only reached by the horizon's cut
  const critic = () => fixed(values.length, horizon, table);
  const context: EstimatorContext = { ...point.problem, critic };
  const estimator = make<[EstimatorContext], Estimator>(estimators, { kind, ...parsed }, context);
  return { problem, estimator };
};

/**
 * How far the mean of an estimator of ours is from ∇J of the short problem, with V as its critic, and its noise: by the moments
 * of its law. What code is equal to it has them too.
 *
 * @returns undefined where the law gives no moments, as of normalized advantages
 */
export const exactNumbersOf = (entry: CatalogueEntry): Numbers | undefined => {
  const { problem, estimator } = onShortProblem(entry);
  const { point, truth } = problem;
  const ofSteps = meanOverSteps(entry, problem, BATCH);
  if (ofSteps) return numbersOfMean(ofSteps, truth);
  const moments = exactMoments(point, truth)?.(estimator, BATCH);
  if (moments === undefined || Number.isNaN(moments.turnedBy)) return undefined;
  const size = norm(truth);
  return {
    ...{ method: "exact", replicates: 0, noise: Math.sqrt(moments.totalVariance) / size },
    ...{ bias: exactly(moments.biasNorm / size), normRatio: exactly(moments.meanNorm / size) },
    ...{ turnedBy: exactly(moments.turnedBy), scaledBy: exactly(moments.scaledBy) },
  };
};

/** How far a mean that is known is from what it should be, and the noise about it. @param truth [P] */
export const numbersOfMean = ({ mean, totalVariance }: MeanAndVariance, truth: Float64Array): Numbers => {
  const size = norm(truth);
  const { turnedBy, scaledBy } = turnAndScale(mean, truth);
  return {
    ...{ method: "exact", replicates: 0, noise: Math.sqrt(totalVariance) / size },
    bias: exactly(norm(mean.map((each, j) => each - truth[j])) / size),
    normRatio: exactly(norm(mean) / size),
    ...{ turnedBy: exactly(turnedBy), scaledBy: exactly(scaledBy) },
  };
};

/** A figure without an error. */
const exactly = (estimate: number): Interval => ({ estimate, low: estimate, high: estimate });
