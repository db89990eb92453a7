import { dot, meanVector, projections, squaredDistances } from "../../linear-algebra/vectors.ts";
import { studentQuantile } from "../distributions/student.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { variance } from "../mean.ts";
import { distanceBetween, type Sample } from "./distance-between.ts";
import { squaredDistance } from "./squared-distance.ts";

/** What bias consists of: E g is G turned by an angle, and scaled. */
export interface TurnAndScale {
  /** The angle between E g and G, degrees in [0, 180]. */
  readonly turnedBy: Interval;
  /** E g·G/‖G‖², the length of the projection of E g on G over that of G. */
  readonly scaledBy: Interval;
}

/** Of the length of a mean: what is shorter across is rounding. */
const ROUNDING = 1e-12;

/** The same of a mean that is known. @param mean E g, NaN turned if it is 0. # [P] @param truth G, not 0. # [P] */
export const turnAndScale = (
  mean: Float64Array,
  truth: Float64Array,
): { readonly turnedBy: number; readonly scaledBy: number } => {
  const scaledBy = dot(mean, truth) / dot(truth, truth);
  const rest = mean.map((x, j) => x - scaledBy * truth[j]);
  const across = Math.sqrt(dot(rest, rest));
  const along = scaledBy * Math.sqrt(dot(truth, truth));
  const seen = across > ROUNDING * Math.abs(along) ? across : 0;
  return { turnedBy: dot(mean, mean) > 0 ? degrees(seen, along) : Number.NaN, scaledBy };
};

/**
 * The angle by which E g is turned away from the truth G, and what it is scaled by, from a sample of g. Noise turns a mean
 * of N estimates away, never towards, so the angle comes from the squared length of the part across G without that noise
 * (`squaredDistance`), and the length along it: tan = across/along. Both have intervals; that of the quotient recovers the
 * variances from their limits. It begins at 0 where nothing is seen across, as in most samples of an unbiased estimator.
 *
 * Where G is a reference, the mean of C parts, its own noise across and along is taken off and counted too.
 *
 * Source: Donner & Zou (2012), Statistical Methods in Medical Research 21 (MOVER for a quotient).
 *
 * @param estimates g; not all of them 0
 * @param truth G, not 0. # [P] @param parts of a reference, whose mean G is
 * @returns NaN limits of the angle for fewer than 6 estimates, of the scale for fewer than 2
 */
export const sampledTurnAndScale = (
  estimates: Sample,
  truth: Float64Array,
  parts?: Sample,
  level = LEVEL,
): TurnAndScale => {
  const { vectors, count } = estimates;
  const scaledBy = scaleOf(estimates, truth, parts, level);
  const origin = new Float64Array(truth.length);
  const across = parts
    ? distanceBetween(
        { vectors: acrossOf(vectors, truth), count },
        { vectors: acrossOf(parts.vectors, truth).map((x) => x * scaledBy.estimate), count: parts.count },
        level,
      )
    : squaredDistance(acrossOf(vectors, truth), count, origin, level);
  const size = Math.sqrt(squareOf(truth, parts));
  const least = (ROUNDING * scaledBy.estimate * size) ** 2;
  const root = (square: number) => (square <= least ? 0 : Math.sqrt(square));
  const lengths = { estimate: root(across.estimate), low: root(across.low), high: root(across.high) };
  const along = { estimate: scaledBy.estimate * size, low: scaledBy.low * size, high: scaledBy.high * size };
  return { scaledBy, turnedBy: angle(lengths, along) };
};

/** ‖G‖², without the noise of a reference. */
const squareOf = (truth: Float64Array, parts?: Sample): number => {
  if (!parts) return dot(truth, truth);
  const scatter = squaredDistances(parts.vectors, parts.count, truth).reduce((sum, d) => sum + d, 0);
  return dot(truth, truth) - scatter / (parts.count - 1) / parts.count;
};

/** E g·G/‖G‖² with Student's interval. */
const scaleOf = (
  { vectors, count }: Sample,
  truth: Float64Array,
  parts: Sample | undefined,
  level: number,
): Interval => {
  const mean = meanVector(vectors, count);
  const square = squareOf(truth, parts);
  const estimate = dot(mean, truth) / square;
  let error = variance(projections(vectors, count, mean, truth)) / count;
  if (parts) {
    const slope = mean.map((x, j) => x - 2 * estimate * truth[j]); // of the quotient by G
    error += variance(projections(parts.vectors, parts.count, truth, slope)) / parts.count;
  }
  const freedom = Math.min(count, parts?.count ?? count) - 1;
  const margin = (studentQuantile((1 + level) / 2, freedom) * Math.sqrt(error)) / square;
  return { estimate, low: estimate - margin, high: estimate + margin };
};

/** The parts of vectors that are at a right angle to another. @param vectors [N, P] @returns [N, P] */
const acrossOf = (vectors: Float64Array, to: Float64Array): Float64Array => {
  const P = to.length;
  const square = dot(to, to);
  const out = vectors.slice();
  for (let first = 0; first < out.length; first += P) {
    const row = out.subarray(first, first + P);
    const share = dot(row, to) / square;
    for (let j = 0; j < P; j++) row[j] -= share * to[j];
  }
  return out;
};

/** The angle of a length across, never negative, and one along, which may be. */
const angle = (across: Interval, along: Interval): Interval => {
  const estimate = degrees(across.estimate, along.estimate);
  if (Number.isNaN(across.low + along.low)) return { estimate, low: Number.NaN, high: Number.NaN };
  if (along.high < 0) {
    const { low, high } = angle(across, { estimate: -along.estimate, low: -along.high, high: -along.low });
    return { estimate, low: 180 - high, high: 180 - low };
  }
  if (along.low <= 0)
    return { estimate, low: degrees(across.low, along.high), high: degrees(across.low, along.low) };
  const product = across.estimate * along.estimate;
  const limit = (numerator: number, denominator: number, side: 1 | -1) => {
    const divisor = denominator * (2 * along.estimate - denominator);
    const inside = product ** 2 - numerator * (2 * across.estimate - numerator) * divisor;
    return degrees(Math.max(0, product + side * Math.sqrt(Math.max(0, inside))), divisor);
  };
  return { estimate, low: limit(across.low, along.high, -1), high: limit(across.high, along.low, 1) };
};

const degrees = (across: number, along: number): number => (Math.atan2(across, along) * 180) / Math.PI;
