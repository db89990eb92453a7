import type { Estimator } from "../estimators/estimator.ts";
import { batchLawOf } from "../estimators/estimator.ts";
import type { Transform } from "./kind.ts";

const withLaw = (batchLaw: Estimator["batchLaw"]) => (batchLaw ? { batchLaw } : {});

/**
 * The mean of the estimates of k batches in a row: one estimate for k times the trajectories. It is unbiased
 * where the estimator is; the variance is divided by k.
 *
 * Before the last batch the mean so far is written. Source: the variance of a mean of independent estimates.
 */
export const accumulate =
  (k: number, parameters: number): Transform =>
  (from) => {
    const {
      weighting: _,
      onOneStep: ______,
      isTruth: _________,
      form: __,
      separable: ___,
      batchLaw: _______,
      limit: ________,
      derived: ____,
      noise: _____,
      ...estimator
    } = from;
    const batchesOfOne = estimator.batches ?? 1;
    const one = new Float64Array(parameters);
    const sum = new Float64Array(parameters);
    let seen = 0;
    return {
      ...estimator,
      batches: k * batchesOfOne,
      derived: {
        from,
        totalVariance: (variance) => variance / k,
        parallelVariance: (variance) => variance / k,
      },
      ...withLaw(batchLawOf(from)),
      estimate(batch, point, out, random) {
        if (seen === 0) sum.fill(0);
        estimator.estimate(batch, point, one, random);
        seen++;
        if (seen % batchesOfOne === 0) for (let j = 0; j < parameters; j++) sum[j] += one[j];
        const finished = Math.max(1, Math.floor(seen / batchesOfOne));
        for (let j = 0; j < parameters; j++) out[j] = sum[j] / finished;
        if (finished === k) seen = 0;
      },
    };
  };
