import { normalQuantile } from "./distributions/normal-distribution.ts";
import { type Interval, LEVEL } from "./interval.ts";

/**
 * Wilson's score interval for a proportion: the p for which the observed share is within z standard errors, the error
 * being that of p. Inside [0, 1], and not empty where all or none succeed.
 *
 * Source: Wilson (1927), J. Am. Stat. Assoc. 22.
 * @param successes out of `trials`; halves count, where ties do
 * @throws RangeError if there is no trial
 */
export const proportionInterval = (successes: number, trials: number, level = LEVEL): Interval => {
  if (!(trials > 0)) throw new RangeError("a proportion needs at least one trial");
  const estimate = successes / trials;
  const square = normalQuantile((1 + level) / 2) ** 2;
  const center = (successes + square / 2) / (trials + square);
  const margin = (Math.sqrt(square) / (trials + square)) * Math.sqrt(successes * (1 - estimate) + square / 4);
  return {
    estimate,
    low: successes === 0 ? 0 : center - margin,
    high: successes === trials ? 1 : center + margin,
  };
};
