import { normal } from "../../random.ts";
import type { Random } from "../../types.ts";

/**
 * Draws two actions that mirror each other in the mean, μ + σ ε and μ − σ ε with ε ~ N(0, I). Each is distributed as an
 * action of the policy; the mean of an estimate over both is unbiased where the estimate is, and what is even in ε
 * drops out of the part by μ: any baseline, for one.
 *
 * Source: Hammersley & Morton (1956); Mohamed et al. (2020), §7.2.
 *
 * @param mean μ # [d] @param deviation σ # [d] @param plus written # [d] @param minus written # [d]
 */
export const antitheticActions = (
  random: Random,
  mean: Float64Array,
  deviation: Float64Array,
  plus: Float64Array,
  minus: Float64Array,
): void => {
  for (let i = 0; i < mean.length; i++) {
    const reach = deviation[i] * normal(random);
    plus[i] = mean[i] + reach;
    minus[i] = mean[i] - reach;
  }
};
