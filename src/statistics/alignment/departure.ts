import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
import { batchFor } from "./batch-for.ts";
import type { CellSummary } from "./cell-summary.ts";
import { alignmentOf, averaged, type Noise } from "./noise.ts";
import { corrected } from "./resampled.ts";

/** How far δ may lie from 0 at the smallest probed batch size, as a standard deviation, where no estimates tell. */
const UNKNOWN_SHIFT = 0.2;
/** δ is about as large at 1/12 of a batch size as at 12 times it, or at least related: length on the scale of log n. */
const LENGTH = 2.5;
/** Expected size of δ ∝ n^−¾: by the central limit theorem between n^−½, where skewness tells, and 1/n. */
const DECAY = 0.75;
/** What part of a correction by the law counts as an error. */
const PART = 0.5;

/** The noise at n trajectories; undefined where it is not known. */
export type NoiseAt = (n: number) => Noise | undefined;

/** δ: estimates at n are aligned as the law says of n e^δ. */
export interface Departure {
  readonly shift: number;
  /** Standard error of δ. */
  readonly error: number;
  /** Whether estimates, or means of them, within a factor of 2 of n have told. */
  readonly within: boolean;
  /** What part of it rests on the law itself being right, from 0 to 1. */
  readonly byLaw: number;
}

/** The normal law of means of estimates from batches of one size, at any n in all. */
export const lawOfMeans =
  (law: NoiseAt, batchSize: number) =>
  (n: number): number => {
    const noise = law(batchSize);
    return noise ? alignmentOf(averaged(noise, n / batchSize)) : -1;
  };

/**
 * δ at n by what cells, and means of their estimates, show. An alignment as it is measured needs no assumption; corrected
 * by what the law knows better, it is more precise, but rests on the law: part of the correction counts as an error, so
 * that where the two differ by much, as with heavy tails, the measured one is taken.
 *
 * Between and beyond what is shown, δ is a Gaussian process on log n (kriging; Matheron 1963) of mean 0, which becomes
 * small in large batches: interpolation where cells lie on both sides, and an error that grows with the distance.
 *
 * @param law the noise of estimates at any n @param fewest the fewest trajectories that it is asked for
 */
export const departureAt = (
  cells: readonly CellSummary[],
  law: NoiseAt,
  n: number,
  fewest: number,
): Departure => {
  const departures = cells.flatMap((cell) => shown(cell, law, fewest));
  const within = departures.some(({ size }) => Math.abs(Math.log(size / n)) < Math.log(2));
  const first = cells[0]?.batchSize ?? n;
  const decay = (size: number) => Math.exp(-DECAY * Math.log(size / first));
  const scale = Math.max(
    UNKNOWN_SHIFT,
    ...departures.map(({ shift, error, size }) => (Math.abs(shift) - error) / decay(size)),
  );
  const sizes = [...departures.map(({ size }) => size), n];
  const covariance = sizes.map((a) =>
    sizes.map((b) => scale ** 2 * decay(a) * decay(b) * Math.exp(-((Math.log(a / b) / LENGTH) ** 2) / 2)),
  );
  const mean = new Float64Array(sizes.length);
  const last = departures.length;
  let [trust, weights] = [0, 0];
  for (const [i, { shift, error, byLaw }] of departures.entries()) {
    const column = covariance.map((row) => row[i]);
    const total = column[i] + error * error;
    const surprise = shift - mean[i];
    const before = covariance[last][last];
    for (let a = 0; a < sizes.length; a++) {
      mean[a] += (column[a] / total) * surprise;
      for (let b = 0; b < sizes.length; b++) covariance[a][b] -= (column[a] * column[b]) / total;
    }
    const weight = before / Math.max(covariance[last][last], 1e-300) - 1;
    trust += weight * byLaw;
    weights += weight;
  }
  return {
    shift: Math.max(-2.5, Math.min(2.5, mean[last])),
    error: Math.sqrt(Math.max(0, covariance[last][last])),
    within,
    byLaw: within && weights > 0 ? trust / weights : 1,
  };
};

/** What the estimates of one size, or means of them, tell of δ there. */
interface Told {
  readonly size: number;
  readonly shift: number;
  readonly error: number;
  readonly byLaw: number;
}

const shown = (
  { batchSize, alignment, standardError, means }: CellSummary,
  law: NoiseAt,
  fewest: number,
): Told[] => {
  const plain = (n: number) => {
    const noise = law(Math.max(fewest, n));
    return noise ? alignmentOf(noise) : -1;
  };
  const ofMeans = lawOfMeans(law, batchSize);
  const tell = (
    normal: (n: number) => number,
    size: number,
    found: number,
    error: number,
    byLaw: number,
  ): Told[] => {
    const like =
      found > 0.3 && found < 0.9995 && error < (1 - found) / 2 ? batchFor(normal, found) : undefined;
    if (like === undefined) return [];
    const slope = (normal(like * 1.05) - normal(like / 1.05)) / (2 * Math.log(1.05));
    // a part of the noise of small batches that larger ones have less of: their means tell less of larger ones
    const excess =
      normal === plain
        ? 0
        : Math.abs(Math.log(totalOf(law(batchSize), batchSize) / totalOf(law(size), size)));
    const errors = rootSumOfSquares(error / Math.max(slope, 1e-4), 0.5 * excess, 0.01);
    return [{ size, shift: Math.log(like / size), error: errors, byLaw }];
  };
  const departures = [
    ...(means.some(({ averages }) => averages === 1)
      ? []
      : tell(plain, batchSize, alignment, standardError, 0)),
    ...means.flatMap((each) => {
      const size = each.averages * batchSize;
      const normal = each.averages === 1 ? plain : ofMeans;
      const found = corrected(each, normal(size));
      const error = rootSumOfSquares(each.standardError, PART * (found - each.alignment));
      return error < each.alignmentError
        ? tell(normal, size, found, error, 1)
        : tell(normal, size, each.alignment, each.alignmentError, 0);
    }),
  ];
  // they are of the same estimates, and so tell no more than one of them does
  return departures.map((each) => ({ ...each, error: each.error * Math.sqrt(departures.length) }));
};

const totalOf = (noise: Noise | undefined, n: number): number =>
  noise ? n * (noise.along + noise.across) + Number.MIN_VALUE : Number.NaN;
