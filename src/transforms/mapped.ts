import type { Derived, Estimator } from "../estimation.ts";
import type { FrozenPolicy, Random, TrajectoryBatch } from "../types.ts";

/** What a transform does to the estimates of one estimator. */
export interface Mapping {
  /** Whether the changed estimate has the same expectation. */
  readonly unbiased: boolean;
  /** The total variance of the changed estimate, where it follows and the mean stays. */
  readonly totalVariance?: Derived["totalVariance"];
  /** Takes in each batch that the estimate is made of. */
  see?(batch: TrajectoryBatch, at: FrozenPolicy): void;
  /** Changes the finished estimate in place. @param gradient [P] */
  change(gradient: Float64Array, at: FrozenPolicy, random: Random): void;
}

/**
 * The estimator whose finished estimates are changed by a rule: where an estimate takes several batches, after
 * the last of them. It remembers as the estimator does; its moments no longer follow from a form.
 */
export const mapped = (from: Estimator, { unbiased, totalVariance, see, change }: Mapping): Estimator => {
  const {
    weighting: _,
    form: __,
    separable: ___,
    derived: ____,
    noise: _____,
    onOneStep: ______,
    isTruth: _______,
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
    estimate(batch, at, out, random) {
      estimator.estimate(batch, at, out, random);
      see?.(batch, at);
      seen = (seen + 1) % batches;
      if (seen === 0) change(out, at, random);
    },
  };
};
