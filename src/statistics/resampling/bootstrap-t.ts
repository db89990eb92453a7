import type { Random } from "../../random.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { mean, variance } from "../mean.ts";
import { checkStrata, oneStratum, type Strata } from "./strata.ts";

/**
 * The studentized bootstrap for a mean of skewed values: the quantiles of t* = (x̄* − x̄)/se*, over resamples, stand in
 * the place of Student's, so that the interval is as lopsided as the sample. With K strata x̄ is the mean of their
 * means, and units are drawn within each. Resamples of equal values, which have no t*, are left out.
 *
 * Source: Efron (1981), Canad. J. Statist. 9; Hall (1988), Ann. Statist. 16 (second-order correct).
 * @param values one per unit. # [n]
 * @returns an interval in the unit of the values; NaN limits where a stratum has a single unit
 * @throws RangeError if the strata do not hold the units
 */
export const studentizedMean = (
  values: Float64Array,
  random: Random,
  strata: Strata = oneStratum(values.length),
  level = LEVEL,
  resamples = 2000,
): Interval => {
  checkStrata(strata, values.length);
  const { center, error } = meanAndError(values, strata);
  if (error === 0 || Number.isNaN(error))
    return { estimate: center, low: center - error, high: center + error };
  const drawn = new Float64Array(values.length);
  const ratios = new Float64Array(resamples);
  let kept = 0;
  for (let b = 0; b < resamples; b++) {
    for (let k = 0; k + 1 < strata.length; k++) {
      const size = strata[k + 1] - strata[k];
      for (let i = strata[k]; i < strata[k + 1]; i++)
        drawn[i] = values[strata[k] + Math.floor(random.next() * size)];
    }
    const again = meanAndError(drawn, strata);
    if (again.error > 0) ratios[kept++] = (again.center - center) / again.error;
  }
  const sorted = ratios.subarray(0, kept).sort();
  const at = (p: number) => sorted[Math.min(Math.max(Math.round(p * (kept + 1)) - 1, 0), kept - 1)];
  return {
    estimate: center,
    low: center - at((1 + level) / 2) * error,
    high: center - at((1 - level) / 2) * error,
  };
};

const meanAndError = (values: Float64Array, strata: Strata): { center: number; error: number } => {
  const K = strata.length - 1;
  let center = 0;
  let square = 0;
  for (let k = 0; k < K; k++) {
    center += mean(values, strata[k], strata[k + 1]) / K;
    square += variance(values, strata[k], strata[k + 1]) / (strata[k + 1] - strata[k]);
  }
  return { center, error: Math.sqrt(square) / K };
};
