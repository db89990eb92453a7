import {
  type Between,
  type Forecast,
  type ForecastInput,
  noiseToSignal,
  type Prediction,
  unknown,
} from "./alignment-forecast.ts";
import { batchFor } from "./batch-for.ts";
import { GROUPS, jackknifeError, MARGIN } from "./cell-noise.ts";
import type { CellSummary } from "./cell-summary.ts";
import { agreementOf, alignmentOf, averaged, type Noise } from "./noise.ts";
import { corrected } from "./resampled.ts";

/** By how much the normal law of three numbers errs in an alignment, as a standard deviation. */
const LAW_ERROR = 0.003;
/** How far δ may lie from 0 where no estimates tell: standard deviation. */
const UNKNOWN_SHIFT = 0.2;

/** The noise at n trajectories. */
type NoiseAt = (n: number) => Noise | undefined;

/**
 * The batch for an alignment of an estimate that is a mean over its batch, or whose noise is known exactly at any n.
 *
 * The normal law by the noise at n, exact where it is, else pooled over the batch sizes; then its departure δ from what
 * the stored estimates show when they are averaged to about the size that is looked for: alignment(n) = law(n e^δ), with
 * δ ∝ 1/n beyond their reach. The interval is by leaving out groups of replicates, and by what is not known of δ and r.
 */
export const forecastMeans = (input: ForecastInput, target: number): Forecast => {
  const { cells, exactAt, parameters, fewest, batchSizes } = input;
  const law = noiseAt(input, (cell) => cell.noise);
  const largest = batchSizes[batchSizes.length - 1];
  const there = law(largest);
  if (there === undefined) return unknown(input, "the mean of the estimates is lost in their noise");
  const limitError = exactAt
    ? 0
    : jackknifeError(cells[cells.length - 1].without.map((each) => each?.cosine ?? Number.NaN));
  const limit = between(there.cosine, MARGIN * limitError);
  const known = {
    limit,
    noiseToSignal: noiseToSignal(there, largest),
    source: exactAt ? ("exact" as const) : ("empirical" as const),
    from: cells[0]?.batchSize ?? batchSizes[0],
    to: largest,
    predictions: predict(input, law),
  };
  if (limit.high <= target) return { ...known, verdict: "never" };
  const reached = cells.some((cell) => cell.alignment - 2 * cell.standardError > target);
  if (limit.low <= target && !reached)
    return { ...known, verdict: "unknown", note: `the limit is not told from ${target}` };

  const reach = (at: NoiseAt, shift = (_: number) => 0): number | undefined =>
    batchFor((n) => {
      const noise = at(Math.max(fewest, n * Math.exp(shift(n))));
      return noise ? alignmentOf(noise) : -1;
    }, target);
  const byLaw = reach(law);
  if (byLaw === undefined) return { ...known, verdict: "unknown", note: "the noise is too large" };
  const alignment = (n: number, dimension?: number) => {
    const noise = law(Math.max(fewest, n)) as Noise;
    return alignmentOf({ ...noise, dimension: dimension ?? noise.dimension });
  };
  let shape = shiftAt(cells, law, byLaw);
  for (let round = 0; round < 3; round++) shape = shiftAt(cells, law, byLaw * Math.exp(-shape.shift));
  const trajectories = byLaw * Math.exp(-shape.shift);

  const slope = Math.max(0.02, (alignment(byLaw * 1.1) - alignment(byLaw / 1.1)) / (2 * Math.log(1.1)));
  const r = there.dimension;
  const [least, most] = cells.length > 0 ? [r / 1.15, r * 1.15] : [1, parameters - 1];
  const ofDimension = Math.abs(alignment(byLaw, most) - alignment(byLaw, Math.max(1, least))) / 2 / slope;
  const ofScale = exactAt
    ? 0
    : jackknifeError(
        Array.from({ length: GROUPS }, (_, k) =>
          Math.log(reach(noiseAt(input, (cell) => cell.without[k])) ?? Number.NaN),
        ),
      );
  const nearly = input.batchLaw === "nearly-mean" && !exactAt ? 1 / largest : 0;
  const error = MARGIN * Math.hypot(ofScale, shape.error, LAW_ERROR / slope, ofDimension, nearly);
  const high =
    limit.low <= target || Number.isNaN(error) ? Number.POSITIVE_INFINITY : trajectories * Math.exp(error);
  return {
    ...known,
    verdict: "reached",
    trajectories: {
      value: trajectories,
      low: Number.isNaN(error) ? 0 : trajectories * Math.exp(-error),
      high,
    },
    method: shape.within ? "resampled" : "normal",
  };
};

const between = (value: number, margin: number): Between => ({
  value,
  low: Math.max(-1, value - margin),
  high: Math.min(1, value + margin),
});

/** The law's noise by what `pick` takes from every cell, or exactly. */
const noiseAt = (
  { cells, exactAt, parameters, batchLaw }: ForecastInput,
  pick: (cell: CellSummary) => Noise | undefined,
): NoiseAt => {
  const last = cells.length > 0 ? pick(cells[cells.length - 1]) : undefined;
  if (exactAt) {
    const dimension = last?.dimension ?? Math.sqrt(Math.max(1, parameters - 1));
    const part = last ? last.along / (last.along + last.across || 1) : 1 / parameters;
    return (n) => {
      const exact = exactAt(n);
      if (exact === undefined) return undefined;
      const along = exact.along ?? part * exact.total;
      return { cosine: exact.cosine, along, across: Math.max(0, exact.total - along), dimension };
    };
  }
  if (last === undefined) return () => undefined;
  const one =
    batchLaw === "mean" ? pooled(cells, pick, last) : averaged(last, 1 / cells[cells.length - 1].batchSize);
  return (n) => averaged(one, n);
};

/** The noise of one trajectory by all cells, each weighed by how well it knows it. */
const pooled = (
  cells: readonly CellSummary[],
  pick: (cell: CellSummary) => Noise | undefined,
  last: Noise,
): Noise => {
  let [along, across, weights] = [0, 0, 0];
  for (const cell of cells) {
    const noise = pick(cell);
    if (noise === undefined) continue;
    const total = (each: Noise | undefined) => (each ? each.along + each.across : Number.NaN);
    const error = jackknifeError(cell.without.map((each) => Math.log(total(each))));
    if (!Number.isFinite(error)) continue;
    const weight = 1 / (error * error + 1e-6);
    along += weight * noise.along * cell.batchSize;
    across += weight * noise.across * cell.batchSize;
    weights += weight;
  }
  const { batchSize } = cells[cells.length - 1];
  return weights > 0
    ? { ...last, along: along / weights, across: across / weights }
    : averaged(last, 1 / batchSize);
};

const totalOf = (noise: Noise | undefined, n: number): number =>
  noise ? noiseToSignal(noise, n) + Number.MIN_VALUE : Number.NaN;

/** The normal law of means of estimates from batches of one size, at any n in all. */
const lawOfMeans =
  (law: NoiseAt, batchSize: number) =>
  (n: number): number => {
    const noise = law(batchSize);
    return noise ? alignmentOf(averaged(noise, n / batchSize)) : -1;
  };

/**
 * δ at n, by what means of stored estimates show, and its standard error; `within` their reach or beyond it.
 *
 * @param law the noise of estimates at any n: means of smaller ones are compared with the noise of those
 */
const shiftAt = (
  cells: readonly CellSummary[],
  law: NoiseAt,
  n: number,
): { shift: number; error: number; within: boolean } => {
  let [sum, weights, within] = [0, 0, false];
  for (const { batchSize, means } of cells) {
    const normal = lawOfMeans(law, batchSize);
    // a part of the noise of small batches that larger ones have less of: their means tell less of larger ones
    const excess = Math.abs(Math.log(totalOf(law(batchSize), batchSize) / totalOf(law(n), n)));
    for (const each of means) {
      const size = each.averages * batchSize;
      const found = corrected(each, normal(size));
      const like = found > 0.3 && found < 0.995 ? batchFor(normal, found) : undefined;
      if (like === undefined) continue;
      const shift = Math.log(like / size);
      const slope = (normal(like * 1.05) - normal(like / 1.05)) / (2 * Math.log(1.05));
      const distance = Math.log(size / n); // δ ∝ 1/n beyond its reach, √(1/n) before it
      const ratio = Math.exp(distance < 0 ? distance : distance / 2);
      const error =
        ratio *
        Math.hypot(each.standardError / Math.max(slope, 0.01), 0.5 * shift * distance, 0.5 * excess, 0.01);
      sum += (shift * ratio) / error ** 2;
      weights += error ** -2;
      if (Math.abs(distance) < Math.log(2)) within = true;
    }
  }
  if (weights === 0) return { shift: 0, error: UNKNOWN_SHIFT, within };
  return { shift: Math.max(-1.5, Math.min(1.5, sum / weights)), error: weights ** -0.5, within };
};

/** The law at every probed batch size, moved by what means of smaller batches show there. */
const predict = ({ cells, batchSizes, exactAt, ...input }: ForecastInput, law: NoiseAt): Prediction[] =>
  batchSizes.flatMap((batchSize) => {
    const noise = law(batchSize);
    if (noise === undefined) return [];
    const [best] = cells
      .flatMap((cell) => cell.means.map((each) => ({ ...each, size: cell.batchSize })))
      .filter(({ size, averages }) => averages > 1 && size * averages === batchSize)
      .sort((a, b) => a.standardError - b.standardError);
    const normal = alignmentOf(noise);
    const ofMeans = best ? lawOfMeans(law, best.size)(batchSize) : 0;
    const shown = best ? normal + corrected(best, ofMeans) - ofMeans : normal;
    const scale = exactAt
      ? 0
      : jackknifeError(
          Array.from({ length: GROUPS }, (_, k) => {
            const without = noiseAt({ cells, batchSizes, ...input }, (cell) => cell.without[k])(batchSize);
            return without ? alignmentOf(without) : Number.NaN;
          }),
        );
    const error = Math.hypot(scale, LAW_ERROR, best?.standardError ?? 0);
    const alignment = between(shown, Number.isNaN(error) ? 2 : MARGIN * error);
    return [{ batchSize, alignment, agreement: agreementOf(noise) }];
  });
