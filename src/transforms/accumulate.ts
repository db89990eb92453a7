import { wrap } from "../estimators/wrap.ts";
import { held } from "../memory/state.ts";
import type { Transform } from "./kind.ts";

/**
 * The mean of the estimates of k batches in a row: one estimate for k times the trajectories. It is unbiased
 * where the estimator is; the variance is divided by k.
 *
 * Before the last batch the mean so far is written. Source: the variance of a mean of independent estimates.
 */
export const accumulate =
  (k: number, parameters: number): Transform =>
  (inner) => {
    const { batches } = inner.takes;
    const one = new Float64Array(parameters);
    const sum = new Float64Array(parameters);
    const own = { seen: 0, sum };
    return wrap(inner, {
      estimand: inner.estimand,
      takes: { batches: k * batches },
      law: { kind: "accumulated", of: inner, batches: k },
      unfinished: held(own),
      estimate(batch, point, out, random) {
        if (own.seen === 0) sum.fill(0);
        const steps = inner.estimate(batch, point, one, random);
        own.seen++;
        if (own.seen % batches === 0) for (let j = 0; j < parameters; j++) sum[j] += one[j];
        const finished = Math.max(1, Math.floor(own.seen / batches));
        for (let j = 0; j < parameters; j++) out[j] = sum[j] / finished;
        if (finished === k) own.seen = 0;
        return steps;
      },
    });
  };
