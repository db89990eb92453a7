/**
 * Strata, packed one after the other: the units of stratum k are `strata[k]` … `strata[k + 1]` − 1. A stratum is a
 * group that a study fixes and units are drawn within: an environment with its seeds, a θ with its replicates.
 * # [K + 1]
 */
export type Strata = Int32Array;

/** All units in one stratum. */
export const oneStratum = (units: number): Strata => Int32Array.of(0, units);

/** @throws RangeError unless the strata hold all units, and each at least one */
export const checkStrata = (strata: Strata, units: number): void => {
  if (units === 0) throw new RangeError("a statistic needs at least one unit");
  if (strata[0] !== 0 || strata[strata.length - 1] !== units)
    throw new RangeError(`the strata must hold all ${units} units, but end at ${strata[strata.length - 1]}`);
  for (let k = 1; k < strata.length; k++)
    if (strata[k] <= strata[k - 1]) throw new RangeError(`stratum ${k - 1} holds no unit`);
};
