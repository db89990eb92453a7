import { meanVector, projections, squaredDistances } from "../linear-algebra/vectors.ts";
import { squaredDistance } from "./bias/squared-distance.ts";
import { studentQuantile } from "./distributions/student.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { mean, variance } from "./mean.ts";
import { contributions } from "./total-variance.ts";

/**
 * The signal to noise ρ = ‖E g‖²/trΣ of one estimate: U/V with U = ‖ḡ‖² − trΣ̂/N, which may be negative, and V = trΣ̂.
 * The interval holds the ρ for which U − ρV is within t_{N−1} of its standard errors (Fieller), by the variances of U
 * (as of `squaredDistance`) and V and their covariance. Good from N ≈ 50 in several coordinates;
 * of a single, exponential one it covered only 86–91 % up to N = 200.
 *
 * Source: Fieller (1954), J. R. Stat. Soc. B 16.
 * @param vectors estimates g. # [N, P] @param count N
 * @returns without unit; −∞ … ∞ where V itself is lost in its noise
 */
export const signalToNoise = (vectors: Float64Array, count: number, level = LEVEL): Interval => {
  const origin = new Float64Array(vectors.length / count);
  const {
    estimate: U,
    totalVariance: V,
    noise,
    varianceAlong,
  } = squaredDistance(vectors, count, origin, level);
  const center = meanVector(vectors, count);
  const along = projections(vectors, count, center, center);
  const parts = contributions(squaredDistances(vectors, count, center));
  const square = studentQuantile((1 + level) / 2, count - 1) ** 2;
  const covariance = (2 * covarianceOf(along, parts)) / count;
  const slope = (4 * varianceAlong) / count;
  // (U − ρV)² = t² (noise² + slope ρV − 2 covariance ρ + Var(V) ρ²), a ρ² − 2 b ρ + c = 0
  const a = V * V - (square * variance(parts)) / count;
  const b = U * V + square * (0.5 * slope * V - covariance);
  const c = U * U - square * noise * noise;
  const estimate = U / V;
  if (a <= 0) return { estimate, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { estimate, low: (b - root) / a, high: (b + root) / a };
};

const covarianceOf = (x: Float64Array, y: Float64Array): number => {
  const [centerX, centerY] = [mean(x), mean(y)];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - centerX) * (y[i] - centerY);
  return sum / (x.length - 1);
};
