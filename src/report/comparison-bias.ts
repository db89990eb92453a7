import { type Interval, LEVEL, withoutInterval } from "../statistics/interval.ts";
import { normalQuantile } from "../statistics/normal-distribution.ts";
import type { SquaredDistance } from "../statistics/squared-distance.ts";
import { studentQuantile } from "../statistics/student.ts";

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
 * `detectable`.
 *
 * @param parts one per seed. # [K]
 * @returns NaN for limits and `detectable` where too few estimates vary to tell the noise (rare rewards)
 */
export const meanSquaredDistance = (parts: readonly SeedDistance[]): MeanDistance => {
  const K = parts.length;
  const total = (of: (part: SeedDistance) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const estimate = total((part) => part.estimate) / K;
  const square = total(({ noise }) => noise ** 2) / K ** 2;
  const above = total((part) => Math.max(0, part.estimate));
  const share = (part: SeedDistance) => (above > 0 ? Math.max(0, part.estimate) / above : 1 / K);
  const slope = total((part) => (share(part) * 4 * part.varianceAlong) / part.count) / K;
  const t = studentQuantile(
    (1 + LEVEL) / 2,
    total(({ count }) => count - 1),
  );
  const middle = estimate + (t * t * slope) / 2;
  const margin = t * Math.sqrt(Math.max(0, (t * t * slope * slope) / 4 + slope * estimate + square));
  const [low, high] = [middle - margin, middle + margin];
  const known = parts.every(({ noise }) => noise > 0) && low <= estimate && estimate <= high;
  return known
    ? { estimate, low, high, detectable: detectable(parts, square, t) }
    : { ...withoutInterval(estimate), detectable: Number.NaN };
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
