import { type Interval, LEVEL } from "./interval.ts";
import { meanInterval } from "./mean-interval.ts";
import { oneStratum, type Strata } from "./resampling/strata.ts";

/**
 * The mean of x − y over pairs, with Student's interval for the differences. Pairs are values of the same seed, or
 * of the same replicate of a probe, whose trajectories all estimators share: what the two have in common cancels.
 *
 * @param x @param y one value per unit, in the same order. # [n] each
 * @param strata groups of pairs, as of `meanInterval`
 * @throws RangeError if the lengths differ or the strata do not hold the pairs
 */
export const pairedDifference = (
  x: Float64Array,
  y: Float64Array,
  strata: Strata = oneStratum(x.length),
  level = LEVEL,
): Interval => {
  if (x.length !== y.length) throw new RangeError(`${x.length} values cannot be paired with ${y.length}`);
  return meanInterval(
    x.map((value, i) => value - y[i]),
    strata,
    level,
  );
};
