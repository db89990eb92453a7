import type { Random } from "../../random.ts";
import { batchFor } from "./batch-for.ts";
import { type CellNoise, cellNoise, type Rows, type TruthVector } from "./cell-noise.ts";
import { effectiveDimension } from "./dimension.ts";
import { alignmentOf, averaged, type Noise } from "./noise.ts";
import { mostAveraged, type Resampled, resampled } from "./resampled.ts";

/** Fewest finite estimates of a cell that anything is said by. */
const MIN_FINITE = 20;

/** All that a forecast needs of a cell. */
export interface CellSummary extends CellNoise {
  /** Means of several estimates; empty where a larger batch is no such mean. */
  readonly means: readonly Resampled[];
}

/** How a cell is summarized. */
export interface SummaryOptions {
  readonly batchSize: number;
  readonly truth: TruthVector;
  /** The mean of the estimates is the truth. */
  readonly unbiased: boolean;
  /** The estimate of a larger batch is a mean of such estimates. */
  readonly averages: boolean;
  /** Exact total variance over ‖E g‖², where it is known. */
  readonly total?: number | undefined;
  /** The alignment of interest. */
  readonly target: number;
  /** Larger batch sizes of the probe: those that means of these estimates reach are foretold by them. */
  readonly larger: readonly number[];
  readonly random: Random;
}

/** Summarizes a cell at hand; undefined if it has fewer than 20 finite estimates. */
export const summarizeCell = (rows: Rows, options: SummaryOptions): CellSummary | undefined => {
  const { batchSize, truth, unbiased, averages, total, target, larger, random } = options;
  if (rows.count < MIN_FINITE) return undefined;
  const plain = cellNoise(rows, batchSize, truth, unbiased);
  const dimension = effectiveDimension(rows, directionOf(rows, truth, unbiased));
  const withDimension = (noise: Omit<Noise, "dimension"> | undefined) => noise && { ...noise, dimension };
  const cell: CellSummary = {
    ...plain,
    noise: withDimension(plain.noise),
    without: plain.without.map(withDimension),
    means: [],
  };
  if (!averages || cell.noise === undefined) return cell;
  const most = mostAveraged(rows);
  const at = (m: number) => resampled(rows, m, truth, dimension, random);
  const clamp = (k: number) => Math.max(1, Math.min(most, Math.round(k)));
  const factor = total === undefined ? 1 : total / (cell.noise.along + cell.noise.across || 1);
  const noise = averaged(cell.noise, 1 / factor);
  const law = (k: number) => alignmentOf(averaged(noise, k));
  const needed = batchFor(law, Math.max(0.5, Math.min(target, noise.cosine - 0.05))) ?? 1;
  const first = at(clamp(needed));
  // where estimates are far from normal, the size that is looked for is another one
  const like = batchFor(law, first.alignment) ?? first.averages;
  const m = clamp((needed * first.averages) / like);
  const near = Math.abs(Math.log(m / first.averages)) < 0.15;
  const foretold = larger.map((n) => n / batchSize).filter((k) => Number.isInteger(k) && k <= most);
  return {
    ...cell,
    means: [first, ...(near ? [] : [at(m)]), ...foretold.filter((k) => k !== first.averages).map(at)],
  };
};

const directionOf = (
  { vectors, count }: Rows,
  { gradient }: TruthVector,
  unbiased: boolean,
): Float64Array => {
  const P = gradient.length;
  const out = new Float64Array(P);
  if (unbiased) out.set(gradient);
  else for (let k = 0; k < count * P; k++) out[k % P] += vectors[k];
  const norm = Math.sqrt(out.reduce((sum, x) => sum + x * x, 0));
  return norm > 0 ? out.map((x) => x / norm) : out;
};
