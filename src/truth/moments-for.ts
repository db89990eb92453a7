import type { Estimator } from "../estimation.ts";
import { isFiniteEnvironment } from "../numbered.ts";
import type { Environment, FrozenPolicy, FrozenTable, Objective } from "../types.ts";
import { type ExactMoments, exactMoments } from "./moments/exact-moments.ts";

/** Exact moments of estimators at one θ; undefined where this estimator's cannot be had. */
export type MomentsAt = (estimator: Estimator, batchSize: number) => ExactMoments | undefined;

/** What knows the exact moments of a problem; undefined where nothing does. @param truth ∇J. # [P] */
export const momentsFor = (
  environment: Environment,
  at: FrozenPolicy,
  objective: Objective,
  groupSize: number,
  truth: Float64Array,
): MomentsAt | undefined => {
  if (isFiniteEnvironment(environment) && environment.model)
    return exactMoments(environment.model, at as FrozenTable, objective, groupSize, truth);
  return undefined;
};
