import { studentQuantile } from "./distributions/student.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { meanOfStrata } from "./mean-of-strata.ts";
import { oneStratum, type Strata } from "./resampling/strata.ts";

/**
 * Student's interval for a mean, x̄ ± t_ν s/√n with ν = n − 1. With K strata: for the mean of their means,
 * with variance Σ v_k / K², v_k = s_k²/n_k, and Satterthwaite's ν = (Σ v_k)² / Σ v_k²/(n_k − 1).
 *
 * Exact for normal values of equal spread; good for others where n is not small for their skewness. The units must
 * be independent: seeds, or replicates at one θ; not the episodes of one run.
 *
 * Source: Student (1908); Satterthwaite (1946), Biometrics Bulletin 2.
 * @param values one per unit. # [n]
 * @returns an interval in the unit of the values; NaN limits where a stratum has a single unit
 * @throws RangeError if the strata do not hold the units
 */
export const meanInterval = (
  values: Float64Array,
  strata: Strata = oneStratum(values.length),
  level = LEVEL,
): Interval => {
  const { center, square, freedom } = meanOfStrata(values, strata);
  const t = square === 0 ? 0 : studentQuantile((1 + level) / 2, freedom);
  const margin = (t * Math.sqrt(square)) / (strata.length - 1);
  return { estimate: center, low: center - margin, high: center + margin };
};
