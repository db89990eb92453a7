import { studentQuantile } from "./distributions/student.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { mean, variance } from "./mean.ts";
import { signalToNoise } from "./signal-to-noise.ts";

/**
 * The gradient noise scale trΣ/‖E g‖² of a single trajectory: n trΣ̂/(‖ḡ‖² − trΣ̂/N) from estimates of n trajectories
 * each. The divisor may be negative, and then so is the estimate; a lower limit of the signal that is not positive
 * leaves the scale without an upper limit (∞).
 *
 * Source: McCandlish et al. (2018), An Empirical Model of Large-Batch Training, §2.2 and appendix A.
 * @param vectors estimates g. # [N, P] @param count N @param trajectories n per estimate
 * @returns in trajectories
 */
export const gradientNoiseScale = (
  vectors: Float64Array,
  count: number,
  trajectories: number,
  level = LEVEL,
): Interval => {
  const { estimate, low, high } = signalToNoise(vectors, count, level);
  const upTo = (signal: number) => (signal > 0 ? trajectories / signal : Number.POSITIVE_INFINITY);
  return { estimate: trajectories / estimate, low: upTo(high), high: upTo(low) };
};

/**
 * A ratio of means x̄/ȳ over several probes or seeds, such as of trΣ̂ and of ‖ḡ‖² − trΣ̂/N: both are averaged first, since
 * a mean of ratios is spoiled by the divisors near zero. Fieller's interval: the ρ for which the mean of x − ρy is
 * within t of its standard errors.
 *
 * Source: Fieller (1954), J. R. Stat. Soc. B 16.
 * @param numerators x @param denominators y, of the same units. # [n] each
 * @returns in units of x/y; −∞ … ∞ where ȳ cannot be told from zero; NaN limits for a single unit
 */
export const ratioOfMeans = (
  numerators: Float64Array,
  denominators: Float64Array,
  level = LEVEL,
): Interval => {
  const n = numerators.length;
  const [x, y] = [mean(numerators), mean(denominators)];
  const square = studentQuantile((1 + level) / 2, n - 1) ** 2 / n;
  const [ofX, ofY] = [variance(numerators), variance(denominators)];
  const both = variance(numerators.map((value, i) => value + denominators[i]));
  const a = y * y - square * ofY;
  const b = x * y - (square * (both - ofX - ofY)) / 2;
  const c = x * x - square * ofX;
  const estimate = x / y;
  if (a <= 0) return { estimate, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { estimate, low: (b - root) / a, high: (b + root) / a };
};
