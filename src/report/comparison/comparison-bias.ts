import {
  type DistanceError,
  distanceLimits,
  type SquaredDistance,
} from "../../statistics/bias/squared-distance.ts";
import { normalQuantile } from "../../statistics/distributions/normal-distribution.ts";
import { studentQuantile } from "../../statistics/distributions/student.ts";
import { type Interval, LEVEL, withoutInterval } from "../../statistics/interval.ts";
import { variance } from "../../statistics/mean.ts";

const POWER = 0.8; // of the test whose bias is `detectable`, as in `squaredBias`

/** The squared distance of one seed, from N estimates. */
export interface SeedDistance extends SquaredDistance {
  readonly count: number; // N
}

/** The mean squared distance over seeds; `detectable` is the root mean square that would have been seen. */
export interface MeanDistance extends Interval {
  readonly detectable: number;
}

/**
 * The mean over K seeds of squared distances β_k, from the same equation as that of one (`squaredDistance`): its variance
 * is Σ(noise_k² + slope_k β_k)/K², slope_k = 4 κ_k/N_k, and the interval holds the β within t standard errors, ν = Σ(N_k − 1).
 * The β_k share β as their estimates above zero do. (`meanOfIntervals` would see a bias in 10 % of unbiased studies of four
 * seeds: an estimate below zero has a short interval.) For one seed it is that seed's interval, and `squaredBias`'s
 * `detectable`. The seeds' θ are as they are.
 *
 * @param parts one per seed. # [K]
 * @returns NaN for limits and `detectable` where the estimates of a seed show no noise: equal, or two or three not zero
 */
export const meanSquaredDistance = (parts: readonly SeedDistance[]): MeanDistance => {
  const error = errorOf(parts);
  const { estimate, noise, t } = error;
  if (!isKnown(parts)) return { ...withoutInterval(estimate), detectable: Number.NaN };
  return { estimate, ...distanceLimits(error), detectable: detectable(parts, noise ** 2, t) };
};

/**
 * The same, for other seeds than these: where the seeds' estimates differ by more than the noise within them explains,
 * Student's interval of the K estimates. Where they do not, K numbers say less of their noise than the replicates: they are
 * as skewed as χ², and Student's interval of five covered 86–91 % of unbiased estimators, this one 94–99 %.
 *
 * @param parts one per seed. # [K]
 */
export const squaredDistanceOverSeeds = (parts: readonly SeedDistance[]): Interval => {
  const error = errorOf(parts);
  const { estimate, noise, slope } = error;
  if (!isKnown(parts)) return withoutInterval(estimate);
  const between = variance(Float64Array.from(parts, (part) => part.estimate)) / parts.length;
  if (!(between > noise ** 2 + slope * Math.max(0, estimate))) return { estimate, ...distanceLimits(error) };
  const margin = studentQuantile((1 + LEVEL) / 2, parts.length - 1) * Math.sqrt(between);
  return { estimate, low: estimate - margin, high: estimate + margin };
};

/** Whether the estimates of each seed show their noise. */
const isKnown = (parts: readonly SeedDistance[]): boolean => parts.every(({ noise }) => noise > 0);

const errorOf = (parts: readonly SeedDistance[]): DistanceError => {
  const K = parts.length;
  const total = (of: (part: SeedDistance) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const above = total((part) => Math.max(0, part.estimate));
  const share = (part: SeedDistance) => (above > 0 ? Math.max(0, part.estimate) / above : 1 / K);
  const freedom = total(({ count }) => count - 1);
  return {
    estimate: total((part) => part.estimate) / K,
    noise: Math.sqrt(total(({ noise }) => noise ** 2)) / K,
    slope: total((part) => (share(part) * 4 * part.varianceAlong) / part.count) / K,
    t: studentQuantile((1 + LEVEL) / 2, freedom),
  };
};

/** √β with β = t·noise + z √(noise² + slope β), each seed's slope at the mean variance along a direction of its noise. */
const detectable = (parts: readonly SeedDistance[], square: number, t: number): number => {
  const slopes = parts.map(({ count, noise, totalVariance }) =>
    totalVariance > 0 ? (2 * (count - 1) * noise ** 2) / totalVariance : 0,
  );
  const slope = slopes.reduce((sum, each) => sum + each, 0) / parts.length ** 2;
  const z = normalQuantile(POWER);
  const threshold = t * Math.sqrt(square);
  const half = threshold + (z * z * slope) / 2;
  return Math.sqrt(half + Math.sqrt(half * half - threshold ** 2 + z * z * square));
};
