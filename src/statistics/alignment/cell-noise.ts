import { studentQuantile } from "../distributions/student.ts";
import type { Noise } from "./noise.ts";

/** Groups of replicates that take turns in being left out. */
export const GROUPS = 10;

/** The truth as estimates are compared with it. */
export interface TruthVector {
  readonly gradient: Float64Array; // [P]
  readonly norm: number;
  /** As a norm; 0 if it is exact. */
  readonly standardError: number;
}

/** What a cell says of the noise of its estimates; none of it grows with P or with the replicates. */
export interface CellNoise {
  readonly batchSize: number;
  /** Finite estimates N, in the order of the replicates. */
  readonly count: number;
  /** Mean cosine with the truth, corrected for the noise of a reference, and its standard error. */
  readonly alignment: number;
  readonly standardError: number;
  /** Share of estimates that are exactly 0, and so have no direction. */
  readonly zeros: number;
  /** The noise by all replicates, and without each group; undefined where the mean is lost in the noise. */
  readonly noise: Noise | undefined;
  readonly without: readonly (Noise | undefined)[];
}

/** Noise but for r, which is found apart. */
type Spread = Omit<Noise, "dimension">;

/** Rows of a cell: N finite estimates. */
export interface Rows {
  readonly vectors: Float64Array; // [N, P]
  readonly count: number;
}

/**
 * @param unbiased the mean is taken to be the truth; else it is that of the sample, less what noise adds to its norm
 */
export const cellNoise = (
  { vectors, count }: Rows,
  batchSize: number,
  truth: TruthVector,
  unbiased: boolean,
): Omit<CellNoise, "noise" | "without"> & {
  readonly noise: Spread | undefined;
  readonly without: readonly (Spread | undefined)[];
} => {
  const P = truth.gradient.length;
  const groupOf = (i: number) => Math.floor((i * GROUPS) / count);
  const sums = new Float64Array(GROUPS * P);
  const sizes = new Float64Array(GROUPS);
  let [zeros, cosines, squares] = [0, 0, 0];
  const signal = Math.sqrt(Math.max(0, truth.norm ** 2 - truth.standardError ** 2));
  for (let i = 0; i < count; i++) {
    const k = groupOf(i);
    sizes[k]++;
    let [dot, square] = [0, 0];
    for (let j = 0; j < P; j++) {
      const x = vectors[i * P + j];
      sums[k * P + j] += x;
      dot += x * truth.gradient[j];
      square += x * x;
    }
    if (square === 0) zeros++;
    const cosine = square === 0 ? 0 : dot / (Math.sqrt(square) * signal);
    cosines += cosine;
    squares += cosine * cosine;
  }
  const total = new Float64Array(P);
  for (let k = 0; k < sums.length; k++) total[k % P] += sums[k];
  const along = unbiased ? truth.gradient : total;
  const length = Math.sqrt(along.reduce((sum, x) => sum + x * x, 0));
  // per group: Σ a, Σ a², Σ q, with a = (g − ḡ)·u and q = ‖g − ḡ‖²
  const powers = new Float64Array(3 * GROUPS);
  for (let i = 0; i < count; i++) {
    const k = groupOf(i);
    let [a, q] = [0, 0];
    for (let j = 0; j < P; j++) {
      const x = vectors[i * P + j] - total[j] / count;
      a += x * along[j];
      q += x * x;
    }
    if (length > 0) a /= length;
    powers[3 * k] += a;
    powers[3 * k + 1] += a * a;
    powers[3 * k + 2] += q;
  }
  const noiseWithout = (left: number): Spread | undefined => {
    let [n, a, a2, q] = [0, 0, 0, 0];
    const mean = new Float64Array(P);
    for (let k = 0; k < GROUPS; k++) {
      if (k === left) continue;
      n += sizes[k];
      a += powers[3 * k];
      a2 += powers[3 * k + 1];
      q += powers[3 * k + 2];
      for (let j = 0; j < P; j++) mean[j] += sums[k * P + j];
    }
    let [shift, square, dot] = [0, 0, 0];
    for (let j = 0; j < P; j++) {
      mean[j] /= n;
      shift += (mean[j] - total[j] / count) ** 2;
      square += mean[j] ** 2;
      dot += mean[j] * truth.gradient[j];
    }
    const variance = Math.max(0, q - n * shift) / (n - 1);
    const own = Math.max(0, a2 - (a * a) / n) / (n - 1);
    const size = unbiased ? signal * signal : square - variance / n;
    if (!(size > (unbiased ? 0 : (3 * variance) / n))) return undefined;
    return {
      cosine: unbiased ? 1 : Math.max(-1, Math.min(1, dot / (Math.sqrt(size) * signal))),
      along: own / size,
      across: Math.max(0, variance - own) / size,
    };
  };
  const alignment = cosines / count;
  return {
    batchSize,
    count,
    alignment,
    standardError: Math.sqrt(Math.max(0, squares / count - alignment * alignment) / (count - 1)),
    zeros: zeros / count,
    noise: noiseWithout(-1),
    without: Array.from({ length: GROUPS }, (_, k) => noiseWithout(k)),
  };
};

/**
 * The standard error of a number that follows from a cell, by leaving out one group of replicates after the other.
 * NaN where it is not defined for one of them.
 */
export const jackknifeError = (values: readonly number[]): number => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return Math.sqrt(((values.length - 1) / values.length) * square);
};

/** Standard errors on either side of an interval of 95 %, where they are by so many groups. */
export const MARGIN = studentQuantile(0.975, GROUPS - 1);
