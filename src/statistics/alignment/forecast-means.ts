import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
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
import { departureAt, lawOfMeans, type NoiseAt } from "./departure.ts";
import { agreementOf, alignmentOf, averaged, type Noise } from "./noise.ts";
import { corrected } from "./resampled.ts";

/** By how much the normal law of three numbers errs in an alignment, as a standard deviation. */
const LAW_ERROR = 0.003;

/** Ends of an interval below all probed batch sizes differ by this factor at most: else too little is known there. */
const MAX_SPREAD = 8;

/**
 * The batch for an alignment of an estimate that is a mean over its batch, or whose noise is known exactly at any n.
 *
 * The normal law by the noise at n, exact where it is, else pooled over the batch sizes; then its departure δ from what
 * the stored estimates show when they are averaged to about the size that is looked for: alignment(n) = law(n e^δ), with
 * δ fading beyond their reach (`departureAt`). The interval is by leaving out groups of replicates, and by what is not known of δ and r.
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
  let shape = departureAt(cells, law, byLaw, fewest);
  for (let round = 0; round < 3; round++)
    shape = departureAt(cells, law, byLaw * Math.exp(-shape.shift), fewest);
  const foretold = byLaw * Math.exp(-shape.shift);

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
  const ofLaw = shape.byLaw * rootSumOfSquares(ofScale, LAW_ERROR / slope, ofDimension);
  const error = MARGIN * rootSumOfSquares(ofLaw, shape.error, nearly);
  const open = limit.low <= target;
  const trajectories = bounded(cells, fewest, target, {
    value: foretold,
    low: Number.isNaN(error) ? 0 : foretold * Math.exp(-error),
    high: open || Number.isNaN(error) ? Number.POSITIVE_INFINITY : foretold * Math.exp(error),
  });
  if (trajectories.value < batchSizes[0] && trajectories.high > MAX_SPREAD * trajectories.low)
    return {
      ...known,
      verdict: "unknown",
      note: `below ${batchSizes[0]} trajectories: probe smaller batches`,
    };
  return {
    ...known,
    verdict: "reached",
    trajectories,
    method: shape.within ? "resampled" : "normal",
  };
};

/** Within what cells show beyond their errors: the target is not yet met at some probed batch sizes, and is at others. */
const bounded = (
  cells: readonly CellSummary[],
  fewest: number,
  target: number,
  { value, low, high }: Between,
): Between => {
  const certain = (cell: CellSummary, side: number) =>
    side * (cell.alignment - target) > MARGIN * cell.standardError;
  const least = Math.max(
    fewest,
    ...cells.filter((cell) => certain(cell, -1)).map(({ batchSize }) => batchSize),
  );
  const most = Math.min(
    ...cells.filter((cell) => certain(cell, 1) && cell.batchSize > least).map(({ batchSize }) => batchSize),
  );
  const within = (n: number) => Math.max(least, Math.min(most, n));
  return { value: within(value), low: within(low), high: within(high) };
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
    const error = rootSumOfSquares(scale, LAW_ERROR, best?.standardError ?? 0);
    const alignment = between(shown, Number.isNaN(error) ? 2 : MARGIN * error);
    return [{ batchSize, alignment, agreement: agreementOf(noise) }];
  });
