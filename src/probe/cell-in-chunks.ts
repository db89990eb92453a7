import { cellBias } from "../statistics/bias/cell-bias.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import { compareCell, deviate } from "./cell.ts";
import type { CellCollector } from "./cell-collector.ts";
import { type Allocate, type CellColumns, type CellStatistics, cellColumns } from "./cell-columns.ts";
import { addParts, cellSums, type SummedPart, scaledScatters } from "./cell-sums.ts";
import { groupMeans } from "./group-means.ts";

/** Numbers of a chunk of estimates: 4 MiB. */
const CHUNK_NUMBERS = 2 ** 19;
const MIN_CHUNK = 64; // estimates
/** Numbers of the estimates that are shown, and of the means of groups: 16 MiB each. */
const SHOWN_NUMBERS = 2 ** 21;
const MIN_SHOWN = 256; // estimates, or groups
const MAX_SHOWN = 4096;

/** Estimates of P coordinates that are shown of R, and groups that they are averaged in. */
const shownOf = (R: number, P: number): number =>
  Math.min(R, MAX_SHOWN, Math.max(MIN_SHOWN, Math.floor(SHOWN_NUMBERS / P)));

/** Estimates of a chunk, at the most. */
const chunkOf = (R: number, P: number): number =>
  Math.min(R, Math.max(MIN_CHUNK, Math.floor(CHUNK_NUMBERS / P)));

/** Numbers that a cell in chunks takes besides the estimates that are kept. @param copied whether what is shown is copied */
export const numbersOfChunks = (R: number, P: number, copied: boolean): number =>
  chunkOf(R, P) * (7 + P) + shownOf(R, P) * (7 + (copied ? 3 : 2) * P);

/** What a cell consists of. */
interface CellSize {
  /** R. */
  readonly drawn: number;
  /** The first so many. */
  readonly kept: number;
  /** P. */
  readonly parameters: number;
}

/**
 * Sums up the R estimates of a cell chunk by chunk, and keeps the first of them: memory does not grow with R. The sums are
 * those of the whole cell but for rounding. By the first estimates alone are: what is said of the scatter of deviations, and
 * what looks at `shown`; and the bias is that of the means of groups of neighbors.
 */
export const cellInChunks = (
  { drawn: R, kept: K, parameters: P }: CellSize,
  truth: TrueGradient | null,
  allocate?: Allocate,
): CellCollector => {
  const kept = firstOf(K, P, allocate);
  const shown = firstOf(shownOf(R, P), P);
  const groups = truth && groupMeans(R, P, shownOf(R, P));
  const chunks = Math.ceil(R / chunkOf(R, P));
  const chunk = cellColumns(chunkOf(R, P), P);
  let [k, first, r] = [0, 0, 0]; // which chunk, where it begins, which estimate
  let total: SummedPart | undefined;

  const flush = () => {
    const count = r - first;
    const part = partOf(chunk, count, P);
    const compared = { ...part, ...compareCell(part.gradients, count, truth, part) };
    const summed = { sums: cellSums(compared), meanDirection: compared.meanDirection };
    for (const some of [kept, shown]) some.take(compared, first);
    groups?.add(part.gradients, compared.finite, first);
    total = total === undefined ? summed : addParts(total, summed);
    chunk.gradients.fill(0);
    first = r;
    k++;
  };

  return {
    place: () => chunk.gradients.subarray((r - first) * P, (r - first + 1) * P),
    add(steps) {
      chunk.envSteps[r - first] = steps;
      r++;
      if (r === Math.floor(((k + 1) * R) / chunks)) flush();
    },
    finish() {
      const { sums, meanDirection } = total as SummedPart;
      for (const { columns } of [kept, shown])
        deviate(columns.gradients, columns.finite, { mean: sums.mean, meanDirection }, columns);
      const means = groups?.means();
      return {
        columns: kept.columns,
        sums: { ...sums, ...scaledScatters(shown.columns, sums.finite) },
        bias: truth && means ? cellBias(means, means.length / P, truth) : undefined,
        shown: shown.columns,
      };
    },
  };
};

/** The columns of the first estimates of a cell, as its chunks come. */
const firstOf = (count: number, P: number, allocate?: Allocate) => {
  const columns = { ...cellColumns(count, P, allocate), finite: new Uint8Array(count) };
  return {
    columns,
    /** @param from number of the first estimate of the chunk */
    take(chunk: CellColumns & CellStatistics, from: number): void {
      const some = Math.min(chunk.finite.length, count - from);
      if (some <= 0) return;
      for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
        const size = name === "gradients" ? P : 1;
        columns[name].set(chunk[name].subarray(0, some * size), from * size);
      }
    },
  };
};

/** The first `count` rows of columns, in the same memory. */
const partOf = (columns: CellColumns, count: number, P: number): CellColumns => {
  const { gradients, ...numbers } = columns;
  const part = Object.fromEntries(
    Object.entries(numbers).map(([name, column]) => [name, column.subarray(0, count)]),
  );
  return { ...(part as unknown as typeof numbers), gradients: gradients.subarray(0, count * P) };
};
