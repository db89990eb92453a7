import type { Estimator, Random } from "../types.ts";

/** The transform that changes each estimate in place, by a rule that keeps its expectation or (the default) does not. */
export const mapped =
  (change: (gradient: Float64Array, random: Random) => void, unbiased = false) =>
  ({ form: _, ...estimator }: Estimator): Estimator => ({
    ...estimator,
    unbiased: estimator.unbiased && unbiased,
    estimate(batch, at, out, random) {
      estimator.estimate(batch, at, out, random);
      change(out, random);
    },
  });
