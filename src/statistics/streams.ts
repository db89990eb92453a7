import { directions, dot } from "../linear-algebra/vectors.ts";
import { studentQuantile } from "./distributions/student.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { variance } from "./mean.ts";
import { pairwiseCosine } from "./pairwise-cosine.ts";
import { signalToNoise } from "./signal-to-noise.ts";

/** How the estimates of independent streams agree. */
export interface StreamAgreement {
  /** E cos(g, g′) of two estimates of this size; see `pairwiseCosine`. */
  readonly pairwise: Interval;
  /** Mean cosine of an estimate of this size with the mean of the other streams' longest ones. */
  readonly withOthers: Interval;
  /** ‖E g‖²/tr Cov g of an estimate of this size; see `signalToNoise`. */
  readonly signalToNoise: Interval;
}

/**
 * How far estimates of one size can be relied upon, from M streams alone: no other truth is needed. The reference of a
 * stream is the mean of the others' longest estimates, so that no estimate is compared with a part of itself. It has noise:
 * the cosine with what they are estimates of is larger, by (1 + NSR/(M − 1))^½ of a longest one.
 *
 * The interval of `withOthers` is the jackknife's over streams, as the M cosines share their references.
 *
 * Source: Efron & Tibshirani (1993), §11.5 (jackknife).
 *
 * @param estimates of one size, one of each stream. # [M, P] @param longest # [M, P]
 * @param count M @returns NaN limits for fewer than 6 streams
 */
export const streamAgreement = (
  estimates: Float64Array,
  longest: Float64Array,
  count: number,
  level = LEVEL,
): StreamAgreement => ({
  pairwise: withinCosines(pairwiseCosine(estimates, count, level)),
  withOthers: withOthers(estimates, longest, count, level),
  signalToNoise: signalToNoise(estimates, count, level),
});

/** Limits within [−1, 1], where all cosines are. */
const withinCosines = ({ estimate, low, high }: Interval): Interval => ({
  estimate,
  low: Math.max(-1, low),
  high: Math.min(1, high),
});

const withOthers = (
  estimates: Float64Array,
  longest: Float64Array,
  count: number,
  level: number,
): Interval => {
  const P = estimates.length / count;
  const row = (vectors: Float64Array, i: number) => vectors.subarray(i * P, (i + 1) * P);
  const units = directions(estimates, count);
  const along = new Float64Array(count * count); // u_i · l_j
  const products = new Float64Array(count * count); // l_i · l_j
  const alongAll = new Float64Array(count); // u_i · Σ_j l_j
  const withAll = new Float64Array(count); // l_i · Σ_j l_j
  let square = 0; // ‖Σ_j l_j‖²
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      const k = i * count + j;
      along[k] = dot(row(units, i), row(longest, j));
      products[k] = dot(row(longest, i), row(longest, j));
      alongAll[i] += along[k];
      withAll[i] += products[k];
      square += products[k];
    }
  /** u_i · R/‖R‖ with R the sum of all l but those of i and w; w may be i itself. */
  const cosineWithout = (i: number, w: number): number => {
    const own = i * count + i;
    const numerator = alongAll[i] - along[own] - (w === i ? 0 : along[i * count + w]);
    const left = square - 2 * withAll[i] + products[own];
    const rest = w === i ? left : left - 2 * (withAll[w] - products[i * count + w]) + products[w * count + w];
    return rest > 0 ? numerator / Math.sqrt(rest) : 0;
  };
  /** The mean over the streams but w, −1 for none. */
  const meanWithout = (w: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) if (i !== w) sum += cosineWithout(i, w < 0 ? i : w);
    return sum / (w < 0 ? count : count - 1);
  };
  const estimate = meanWithout(-1);
  if (count < 6) return { estimate, low: Number.NaN, high: Number.NaN };
  const left = Float64Array.from({ length: count }, (_, i) => meanWithout(i));
  const error = Math.sqrt(((count - 1) ** 2 / count) * variance(left));
  const margin = studentQuantile((1 + level) / 2, count - 1) * error;
  return withinCosines({ estimate, low: estimate - margin, high: estimate + margin });
};
