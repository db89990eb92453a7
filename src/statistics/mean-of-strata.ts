import { mean, variance } from "./mean.ts";
import { checkStrata, type Strata } from "./resampling/strata.ts";

/** The mean of the means of K strata, and what its variance follows from. */
export interface MeanOfStrata {
  readonly center: number;
  /** Σ v_k, with v_k = s_k²/n_k: K² times the variance of the center. */
  readonly square: number;
  /** Satterthwaite's degrees of freedom, (Σ v_k)² / Σ v_k²/(n_k − 1). */
  readonly freedom: number;
}

/**
 * @param values one per unit. # [n]
 * @param each called with every stratum and its mean
 * @throws RangeError if the strata do not hold the units
 */
export const meanOfStrata = (
  values: Float64Array,
  strata: Strata,
  each: (middle: number, from: number, to: number) => void = () => {},
): MeanOfStrata => {
  checkStrata(strata, values.length);
  const K = strata.length - 1;
  let [center, square, quartic] = [0, 0, 0];
  for (let k = 0; k < K; k++) {
    const [from, to] = [strata[k], strata[k + 1]];
    const middle = mean(values, from, to);
    const part = variance(values, from, to) / (to - from);
    center += middle / K;
    square += part;
    quartic += part ** 2 / (to - from - 1);
    each(middle, from, to);
  }
  return { center, square, freedom: square ** 2 / quartic };
};
