import type { Random } from "../../random.ts";
import { normalProbability, normalQuantile } from "../distributions/normal-distribution.ts";
import { studentQuantile } from "../distributions/student.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { type CountedStatistic, ones } from "../location.ts";
import { resample } from "./resample.ts";
import { checkStrata, oneStratum, type Strata } from "./strata.ts";

/**
 * How the limits are read from the resampled statistics θ*:
 * - "percentile": their quantiles at (1 ± level)/2. Too narrow for few units: as z for t, and n for n − 1;
 * - "expanded": their quantiles at Φ(±√(n/(n−1)) t_ν), which gives a mean about Student's width (Hesterberg 2015).
 *   With K strata ν = Σ(n_k − 1) and n is the harmonic mean of the n_k;
 * - "bca": bias-corrected and accelerated (Efron 1987), for skewed statistics of some dozens of units or more.
 */
export type BootstrapMethod = "percentile" | "expanded" | "bca";

export interface BootstrapOptions {
  /** "expanded" if not given. */
  readonly method?: BootstrapMethod;
  /** Groups within which units are drawn; one if not given. */
  readonly strata?: Strata;
  /** Resamples B; 2000 if not given, which leaves a limit uncertain by about 0.05 standard errors. */
  readonly resamples?: number;
  readonly level?: number;
}

/**
 * A bootstrap interval of a statistic: its units are drawn anew, with replacement, within each stratum. Not for
 * statistics of pairs of units, where a unit drawn twice is paired with itself.
 *
 * What a nominal 95 % covered in simulations (1500 normal and as many exponential samples of each size; median and
 * interquartile mean): "expanded" 93.7–97.6 % from 5 units to 50; "percentile" and "bca" 90–94.5 % for 5 to 10 units and
 * 93–95.6 % from 20 on. Of 3 units none covers more than 75 %, of 4 no more than 88 %. For means use `meanInterval`.
 *
 * Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, §13–14; Hesterberg (2015), The American
 * Statistician 69(4), §5.2; Davison & Hinkley (1997), Bootstrap Methods and their Application, §5.3 (strata).
 * @param units n
 * @returns NaN limits where the statistic of a resample is NaN, and where no stratum has two units
 * @throws RangeError if the strata do not hold the units
 */
export const bootstrap = (
  units: number,
  statistic: CountedStatistic,
  random: Random,
  { method = "expanded", strata = oneStratum(units), resamples = 2000, level = LEVEL }: BootstrapOptions = {},
): Interval => {
  checkStrata(strata, units);
  const estimate = statistic(ones(units));
  const counts = new Int32Array(units);
  const drawn = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    resample(strata, random, counts);
    drawn[b] = statistic(counts);
  }
  drawn.sort(); // NaN last
  const tail = (1 - level) / 2;
  const [lower, upper] =
    method === "percentile"
      ? [tail, 1 - tail]
      : method === "expanded"
        ? expanded(tail, strata)
        : accelerated(tail, strata, statistic, estimate, drawn);
  const limit = (p: number) => (Number.isNaN(drawn[resamples - 1]) ? Number.NaN : quantile(drawn, p));
  return { estimate, low: limit(lower), high: limit(upper) };
};

/** The p-quantile of sorted values, at place p (B + 1), between neighbors in proportion. # [B] */
const quantile = (sorted: Float64Array, p: number): number => {
  if (Number.isNaN(p)) return Number.NaN;
  const place = Math.min(Math.max(p * (sorted.length + 1) - 1, 0), sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below], sorted[Math.ceil(place)]];
  return a === b ? a : a + (place - below) * (b - a);
};

const expanded = (tail: number, strata: Strata): [number, number] => {
  let freedom = 0;
  let reciprocals = 0;
  for (let k = 0; k + 1 < strata.length; k++) {
    const size = strata[k + 1] - strata[k];
    freedom += size - 1;
    reciprocals += 1 / size;
  }
  if (freedom === 0) return [Number.NaN, Number.NaN];
  const size = (strata.length - 1) / reciprocals;
  const lower = normalProbability(Math.sqrt(size / (size - 1)) * studentQuantile(tail, freedom));
  return [lower, 1 - lower];
};

/** Efron's z₀ + (z₀ + z)/(1 − a(z₀ + z)), with a from leaving out each unit, within its stratum. */
const accelerated = (
  tail: number,
  strata: Strata,
  statistic: CountedStatistic,
  estimate: number,
  drawn: Float64Array,
): [number, number] => {
  let below = 0;
  for (const value of drawn) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const bias = normalQuantile(below / drawn.length);
  const acceleration = accelerationOf(strata, statistic);
  const level = (p: number) => {
    const z = bias + normalQuantile(p);
    return normalProbability(bias + z / (1 - acceleration * z));
  };
  return [level(tail), level(1 - tail)];
};

/** a = Σ l³ / (6 (Σ l²)^{3/2}), l_i = (n_k − 1)/n_k (mean of θ₍ⱼ₎ over its stratum − θ₍ᵢ₎), θ₍ᵢ₎ without unit i. */
const accelerationOf = (strata: Strata, statistic: CountedStatistic): number => {
  const counts = ones(strata[strata.length - 1]);
  let squares = 0;
  let cubes = 0;
  for (let k = 0; k + 1 < strata.length; k++) {
    const size = strata[k + 1] - strata[k];
    if (size === 1) continue;
    const without = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      counts[strata[k] + i] = 0;
      without[i] = statistic(counts);
      counts[strata[k] + i] = 1;
    }
    const center = without.reduce((sum, value) => sum + value, 0) / size;
    for (const value of without) {
      const influence = ((size - 1) / size) * (center - value);
      squares += influence ** 2;
      cubes += influence ** 2 * influence;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
};
