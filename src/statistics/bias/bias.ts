import { meanVector } from "../../linear-algebra/vectors.ts";
import { normalQuantile } from "../distributions/normal-distribution.ts";
import { studentQuantile, tails } from "../distributions/student.ts";
import { holm } from "../holm.ts";
import { LEVEL } from "../interval.ts";
import { type SquaredDistance, squaredDistance } from "./squared-distance.ts";

/** The bias of an estimator, and the bias that would have been seen. */
export interface Bias extends SquaredDistance {
  /** The norm of a bias that would have been seen (a lower limit above zero) with probability `power`. */
  readonly detectable: number;
}

/**
 * The squared bias ‖E g − G‖² without the noise of ḡ, its interval, and the test's power: a bias of norm `detectable`,
 * in no special direction, makes the lower limit positive with probability `power`; with no bias at all that happens
 * with probability 0.025 to .055.
 *
 * @param vectors estimates g. # [N, P] @param count N @param truth G. # [P]
 * @returns in units of ‖g‖², but `detectable` in those of ‖g‖
 */
export const squaredBias = (
  vectors: Float64Array,
  count: number,
  truth: Float64Array,
  { level = LEVEL, power = 0.8 } = {},
): Bias => {
  const distance = squaredDistance(vectors, count, truth, level);
  const { noise, totalVariance } = distance;
  // β with β = t·noise + z √(noise² + slope β), at the mean variance along a direction that the noise itself takes
  const z = normalQuantile(power);
  const slope = totalVariance > 0 ? (2 * (count - 1) * noise ** 2) / totalVariance : 0;
  const threshold = studentQuantile((1 + level) / 2, count - 1) * noise;
  const half = threshold + (z * z * slope) / 2;
  const root = Math.sqrt(half * half - threshold ** 2 + z * z * noise ** 2);
  return { ...distance, detectable: Math.sqrt(half + Math.sign(z) * root) };
};

/** A t-test of every coordinate. */
export interface CoordinateTests {
  /** (ḡ_j − G_j)/(s_j/√N); ±∞ where s_j = 0 and they differ, 0 where they are equal. # [P] */
  readonly t: Float64Array;
  /** Two-sided p-values, adjusted for P tests (Holm). # [P] */
  readonly p: Float64Array;
}

/**
 * Which coordinates are biased: Student's t of each, with p-values adjusted so that an unbiased estimator has one below
 * α with probability at most α. Not for coordinates that few estimates move: there t is not Student's.
 *
 * @param vectors estimates g. # [N, P] @param count N, at least 2 @param truth G. # [P]
 */
export const coordinateTests = (
  vectors: Float64Array,
  count: number,
  truth: Float64Array,
): CoordinateTests => {
  const mean = meanVector(vectors, count);
  const P = truth.length;
  const squares = new Float64Array(P);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < P; j++) squares[j] += (vectors[i * P + j] - mean[j]) ** 2;
  const t = squares.map((square, j) => {
    const shift = mean[j] - truth[j];
    return shift === 0 ? 0 : shift / Math.sqrt(square / (count - 1) / count);
  });
  return { t, p: holm(t.map((value) => tails(Math.abs(value), count - 1))) };
};
