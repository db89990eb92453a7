import type { Changed, Estimator } from "../estimators/estimator.ts";
import { type Wrapped, wrap } from "../estimators/wrap.ts";
import { held, type Savable } from "../memory/state.ts";
import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** What a transform does to the estimates of one estimator. */
export interface Mapping {
  /** Whether the changed estimate has the same expectation. */
  readonly unbiased: boolean;
  /** The total variance of the changed estimate, where it follows and the mean stays. */
  readonly totalVariance?: Changed["totalVariance"];
  /** Whether `change` reads nothing but the gradient and the policy, so that it says what an endless batch becomes. */
  readonly ofGradient: boolean;
  /** Takes in each batch that the estimate is made of. */
  see?(batch: TrajectoryBatch, point: Point): void;
  /** What `see` has taken in. */
  readonly seen?: Savable;
  /** Changes the finished estimate in place. @param gradient [P] */
  change(gradient: Float64Array, point: Point, random: Random): void;
}

/**
 * The estimator whose finished estimates are changed by a rule: where an estimate takes several batches, after
 * the last of them. It learns as the estimator does.
 */
export const mapped = (
  inner: Estimator,
  { unbiased, totalVariance, ofGradient, see, seen, change }: Mapping,
): Wrapped => {
  const { stateWeight, unbiased: before, other } = inner.estimand;
  const { batches } = inner.takes;
  const own = { batch: 0, ...(seen && { seen }) }; // batch of the estimate
  return wrap(inner, {
    estimand: { stateWeight, unbiased: before && unbiased, other: unbiased ? other : undefined },
    ...(batches > 1 && { unfinished: held(own) }),
    law: { kind: "changed", of: inner, totalVariance, rule: ofGradient ? change : undefined },
    estimate(batch, point, out, random) {
      const steps = inner.estimate(batch, point, out, random);
      see?.(batch, point);
      own.batch = (own.batch + 1) % batches;
      if (own.batch === 0) change(out, point, random);
      return steps;
    },
  });
};
