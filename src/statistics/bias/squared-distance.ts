import { dot, meanVector, projections, squaredDistances } from "../../linear-algebra/vectors.ts";
import { studentQuantile } from "../distributions/student.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { variance } from "../mean.ts";
import { squareTrace } from "../square-trace.ts";

/** ‖E g − c‖² with its interval, and what it was made of. */
export interface SquaredDistance extends Interval {
  /** ‖ḡ − c‖², which noise makes too large. */
  readonly plugIn: number;
  /** Trace of the sample covariance of g. */
  readonly totalVariance: number;
  /** Standard error of the estimate where E g = c: √(2 tr(Σ²)/(N(N−1))). */
  readonly noise: number;
  /** κ = dᵀΣd with d the direction of E g − c: of ḡ − c while that is not seen for noise, else less the noise in it. */
  readonly varianceAlong: number;
}

/**
 * The squared distance of the mean E g from a point c, without bias: the mean of (g_i − c)·(g_j − c) over all pairs
 * i ≠ j, which is ‖ḡ − c‖² − trΣ̂/N. It may be negative, and so may its limits: neither is cut off at zero.
 *
 * Pairs are dependent: its variance is exactly 4 βκ/N + 2 tr(Σ²)/(N(N−1)), with β the true value and κ the variance along
 * E g − c. The interval holds the β that are within t_{N−1} standard errors, the error being that of β (of 0 for a β
 * below it), so that it is good at β = 0 as well as far from it, and always there: what is shown is not selected. Needs
 * N ≥ 6, and dozens of estimates that carry the variance: from N = 50 on it covered 91–97 %, and up to 99 % where E g − c
 * is barely seen and along little variance.
 *
 * Source: Hoeffding (1948), Ann. Math. Stat. 19 (U-statistics).
 * @param vectors independent estimates g. # [N, P]
 * @param count N @param center c. # [P]
 * @returns in units of ‖g‖²; NaN limits for N < 6
 */
export const squaredDistance = (
  vectors: Float64Array,
  count: number,
  center: Float64Array,
  level = LEVEL,
): SquaredDistance => {
  const mean = meanVector(vectors, count);
  const shift = mean.map((x, j) => x - center[j]);
  const plugIn = dot(shift, shift);
  const totalVariance = squaredDistances(vectors, count, mean).reduce((sum, d) => sum + d, 0) / (count - 1);
  const trace = count < 6 ? Number.NaN : squareTrace(vectors, count); // of Σ²
  const square = (2 * trace) / (count * (count - 1));
  const estimate = plugIn - totalVariance / count;
  const t = studentQuantile((1 + level) / 2, count - 1);
  const along = variance(projections(vectors, count, mean, shift)); // tr(Σ²)/N of it is noise of ḡ
  const seen = estimate > t * Math.sqrt(square);
  const varianceAlong = seen ? Math.max(0, along - trace / count) / estimate : along / (plugIn || 1);
  const slope = (4 * varianceAlong) / count;
  const noise = Math.sqrt(square);
  const limits = distanceLimits({ estimate, noise, slope, t });
  return { estimate, ...limits, plugIn, totalVariance, noise, varianceAlong };
};

/** What the interval of a squared distance follows from: its variance at β is noise² + slope · max(0, β). */
export interface DistanceError {
  readonly estimate: number;
  readonly noise: number;
  readonly slope: number;
  readonly t: number;
}

/** The β with |β̂ − β| ≤ t √(noise² + slope · max(0, β)): the estimate is among them. */
export const distanceLimits = ({
  estimate,
  noise,
  slope,
  t,
}: DistanceError): { low: number; high: number } => {
  const middle = estimate + (t * t * slope) / 2; // of the roots of (β̂ − β)² = t² (noise² + slope β)
  const margin = t * Math.sqrt(Math.max(0, (t * t * slope * slope) / 4 + slope * estimate + noise * noise));
  const [below, above] = [estimate - t * noise, estimate + t * noise];
  return { low: below < 0 ? below : middle - margin, high: above < 0 ? above : middle + margin };
};
