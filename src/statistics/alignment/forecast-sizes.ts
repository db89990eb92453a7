import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
import {
  type Between,
  type Forecast,
  type ForecastInput,
  noiseToSignal,
  unknown,
} from "./alignment-forecast.ts";
import { batchFor } from "./batch-for.ts";
import { GROUPS, jackknifeError, MARGIN } from "./cell-noise.ts";
import type { CellSummary } from "./cell-summary.ts";
import { agreementOf, alignmentOf, type Noise } from "./noise.ts";

/**
 * The batch for an alignment of an estimate that is not known to be a mean over its batch: a transform, a
 * normalization, a fit to the same batch. Nothing is said by one batch size. By two or more, cos(E g, G) and the noise
 * along and across E g are fitted by a/n + b each; of an endless batch, b is left. The interval is by leaving out groups
 * of replicates.
 */
export const forecastSizes = (input: ForecastInput, target: number): Forecast => {
  const { cells, batchSizes, limit: knownLimit } = input;
  const largest = batchSizes[batchSizes.length - 1];
  const whole = noiseBySize(input, (cell) => cell.noise);
  const measured = between90(cells, target);
  if (knownLimit !== undefined && knownLimit < target && !measured)
    return {
      verdict: "never",
      limit: { value: knownLimit, low: knownLimit, high: knownLimit },
      ...(whole && { noiseToSignal: noiseToSignal(whole(largest), largest) }),
      source: "empirical",
      from: cells[0]?.batchSize ?? batchSizes[0],
      to: largest,
      predictions: [],
    };
  if (whole === undefined)
    return unknown(
      input,
      cells.length < 2
        ? "not a mean over its batch: probe two batch sizes or more"
        : "the mean of the estimates is lost in their noise",
    );
  const parts = Array.from({ length: GROUPS }, (_, k) => noiseBySize(input, (cell) => cell.without[k]));
  const spread = (of: (at: (n: number) => Noise) => number | undefined): number =>
    MARGIN * jackknifeError(parts.map((part) => (part && of(part)) ?? Number.NaN));
  const limitOf = (at: (n: number) => Noise) => alignmentOf(at(Number.POSITIVE_INFINITY));
  const value = knownLimit ?? limitOf(whole);
  const margin = knownLimit === undefined ? spread(limitOf) : 0;
  const limit: Between = Number.isNaN(margin)
    ? { value, low: -1, high: 1 }
    : { value, low: Math.max(-1, value - margin), high: Math.min(1, value + margin) };
  const known = {
    limit,
    noiseToSignal: noiseToSignal(whole(largest), largest),
    source: "empirical" as const,
    from: cells[0].batchSize,
    to: largest,
    predictions: batchSizes
      .filter(() => cells.length > 2) // two sizes are met by the fit whatever the law
      .map((batchSize) => {
        const alignment = alignmentOf(whole(batchSize));
        const around = spread((at) => alignmentOf(at(batchSize)));
        const told = !Number.isNaN(around); // else the mean is lost in noise without some of the replicates
        return {
          batchSize,
          alignment: {
            value: alignment,
            low: told ? alignment - around : -1,
            high: told ? alignment + around : 1,
          },
          agreement: agreementOf(whole(batchSize)),
        };
      }),
  };
  if (measured) return { ...known, verdict: "reached", trajectories: measured, method: "measured" };
  if (limit.high < target) return { ...known, verdict: "never" };
  if (limit.low <= target)
    return { ...known, verdict: "unknown", note: `the limit is not told from ${target}` };
  const reach = (at: (n: number) => Noise) =>
    batchFor((n) => alignmentOf(at(Math.max(n, input.fewest))), target);
  const trajectories = reach(whole);
  if (trajectories === undefined)
    return { ...known, verdict: "unknown", note: `the limit is not told from ${target}` };
  const error = rootSumOfSquares(
    spread((at) => Math.log(reach(at) ?? Number.NaN)),
    // what the form of the fit is not known by: more, the farther it reaches
    0.15 * Math.abs(Math.log(trajectories / nearest(cells, trajectories))),
  );
  const certain = !Number.isNaN(error);
  return {
    ...known,
    verdict: "reached",
    trajectories: {
      value: trajectories,
      low: certain ? trajectories * Math.exp(-error) : 0,
      high: certain ? trajectories * Math.exp(error) : Number.POSITIVE_INFINITY,
    },
    method: "fitted",
  };
};

const nearest = (cells: readonly CellSummary[], n: number): number =>
  Math.min(Math.max(n, cells[0].batchSize), cells[cells.length - 1].batchSize);

/** Where two neighbouring batch sizes lie on either side of the target, by more than their errors: n between them. */
const between90 = (cells: readonly CellSummary[], target: number): Between | undefined => {
  for (let k = 1; k < cells.length; k++) {
    const [below, above] = [cells[k - 1], cells[k]];
    if (!(below.alignment + below.standardError < target && above.alignment - above.standardError > target))
      continue;
    // the noise that a normal estimate of this alignment has, 1/A² − 1, is about a/n + b: a line in 1/n
    const noise = (alignment: number) => 1 / Math.max(0.01, alignment) ** 2 - 1;
    const crossing = (low: number, high: number): number => {
      const part = (noise(target) - noise(high)) / (noise(low) - noise(high));
      const inverse = 1 / above.batchSize + part * (1 / below.batchSize - 1 / above.batchSize);
      return 1 / inverse;
    };
    const value = crossing(below.alignment, above.alignment);
    const [a, b] = [
      Math.log(crossing(below.alignment + below.standardError, above.alignment) / value),
      Math.log(crossing(below.alignment, above.alignment + above.standardError) / value),
    ];
    const error = 2 * rootSumOfSquares(a, b);
    return { value, low: value * Math.exp(-error), high: value * Math.exp(error) };
  }
  return undefined;
};

/**
 * The noise of an estimate at n, each of its numbers as a/n + b by weighted least squares over the batch sizes.
 *
 * @param pick the noise of a cell @returns undefined for fewer than two batch sizes whose mean is known
 */
const noiseBySize = (
  { cells }: ForecastInput,
  pick: (cell: CellSummary) => Noise | undefined,
): ((n: number) => Noise) | undefined => {
  const known = cells.flatMap((cell) => {
    const noise = pick(cell);
    return noise && cell.noise ? [{ cell, noise }] : [];
  });
  if (known.length < 2) return undefined;
  const line = (of: (noise: Noise) => number) => {
    let [sw, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (const { cell, noise } of known) {
      const error = jackknifeError(cell.without.map((each) => (each ? of(each) : Number.NaN)));
      const weight = 1 / ((Number.isNaN(error) ? 1 : error * error) + 1e-12);
      const [x, y] = [1 / cell.batchSize, of(noise)];
      sw += weight;
      sx += weight * x;
      sy += weight * y;
      sxx += weight * x * x;
      sxy += weight * x * y;
    }
    const a = (sw * sxy - sx * sy) / (sw * sxx - sx * sx);
    return { a, b: (sy - a * sx) / sw };
  };
  const [cosine, along, across] = [line((x) => x.cosine), line((x) => x.along), line((x) => x.across)];
  const { dimension } = known[known.length - 1].noise;
  const at = ({ a, b }: { a: number; b: number }, n: number) => Math.max(0, a / n + b);
  return (n) => ({
    cosine: Math.max(-1, Math.min(1, cosine.a / n + cosine.b)),
    along: at(along, n),
    across: at(across, n),
    dimension,
  });
};
