import type { Derived, Estimator } from "../estimators/estimator.ts";
import { batchLawOf } from "../estimators/estimator.ts";
import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** What a transform does to the estimates of one estimator. */
export interface Mapping {
  /** Whether the changed estimate has the same expectation. */
  readonly unbiased: boolean;
  /** The total variance of the changed estimate, where it follows and the mean stays. */
  readonly totalVariance?: Derived["totalVariance"];
  /** Whether `change` reads nothing but the gradient and the policy, so that it says what an endless batch becomes. */
  readonly ofGradient: boolean;
  /** Takes in each batch that the estimate is made of. */
  see?(batch: TrajectoryBatch, point: Point): void;
  /** Changes the finished estimate in place. @param gradient [P] */
  change(gradient: Float64Array, point: Point, random: Random): void;
}

/**
 * The estimator whose finished estimates are changed by a rule: where an estimate takes several batches, after
 * the last of them. It remembers as the estimator does; its moments no longer follow from a form.
 */
export const mapped = (
  from: Estimator,
  { unbiased, totalVariance, ofGradient, see, change }: Mapping,
): Estimator => {
  const {
    weighting: _,
    form: __,
    separable: ___,
    batchLaw: _______,
    derived: ____,
    noise: _____,
    onOneStep: ______,
    isTruth: _________,
    limit,
    target,
    ...estimator
  } = from;
  const batches = estimator.batches ?? 1;
  let seen = 0;
  return {
    ...estimator,
    unbiased: estimator.unbiased && unbiased,
    ...(target && unbiased && { target }),
    ...(totalVariance && { derived: { from, totalVariance } }),
    ...(ofGradient && limitOf(from, limit, change)),
    estimate(batch, point, out, random) {
      estimator.estimate(batch, point, out, random);
      see?.(batch, point);
      seen = (seen + 1) % batches;
      if (seen === 0) change(out, point, random);
    },
  };
};

/** The rules of a chain of transforms, one after the other, on what the estimator below all of them tends to. */
const limitOf = (
  from: Estimator,
  before: Estimator["limit"],
  change: Mapping["change"],
): Pick<Estimator, "limit"> => {
  if (before === undefined && batchLawOf(from) === undefined) return {};
  return {
    limit: {
      of: before?.of ?? from,
      change(mean, point, random) {
        before?.change(mean, point, random);
        change(mean, point, random);
      },
    },
  };
};
