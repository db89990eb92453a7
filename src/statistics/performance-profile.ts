import { type Interval, LEVEL } from "./interval.ts";
import { meanOfIntervals } from "./mean-of-intervals.ts";
import { checkStrata, oneStratum, type Strata } from "./resampling/strata.ts";
import { proportionInterval } from "./wilson.ts";

/**
 * The performance profile P(score > τ), one point per threshold: the share of units above it, with K strata the mean
 * of their shares. The band is pointwise (each τ for itself), by Wilson's interval of each stratum; unlike that of a
 * bootstrap it does not shrink to nothing where all or none are above.
 *
 * Source: Agarwal et al. (2021), §4.2; Dolan & Moré (2002), Math. Program. 91.
 * @param scores one per unit. # [n]
 * @param thresholds τ, in the unit of the scores. # [m]
 * @returns shares in [0, 1]. # [m]
 * @throws RangeError if the strata do not hold the units
 */
export const performanceProfile = (
  scores: Float64Array,
  thresholds: Float64Array,
  strata: Strata = oneStratum(scores.length),
  level = LEVEL,
): Interval[] => {
  checkStrata(strata, scores.length);
  const sorted = scores.slice();
  for (let k = 0; k + 1 < strata.length; k++) sorted.subarray(strata[k], strata[k + 1]).sort();
  return Array.from(thresholds, (threshold) =>
    meanOfIntervals(
      Array.from({ length: strata.length - 1 }, (_, k) => {
        const stratum = sorted.subarray(strata[k], strata[k + 1]);
        return proportionInterval(stratum.length - countUpTo(stratum, threshold), stratum.length, level);
      }),
    ),
  );
};

/** How many of some sorted values are at most `limit`. */
const countUpTo = (sorted: Float64Array, limit: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};
