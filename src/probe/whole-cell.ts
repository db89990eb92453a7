import { finiteEstimates } from "../diagnostics/finite-estimates.ts";
import { cellBias } from "../statistics/bias/cell-bias.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import { compareCell } from "./cell.ts";
import type { CellCollector } from "./cell-collector.ts";
import { type Allocate, cellColumns } from "./cell-columns.ts";
import { cellSums } from "./cell-sums.ts";

/** Keeps all R estimates of a cell in memory, R (7 + P) numbers. */
export const wholeCell = (
  R: number,
  P: number,
  truth: TrueGradient | null,
  allocate?: Allocate,
): CellCollector => {
  const cell = cellColumns(R, P, allocate);
  const { envSteps, gradients } = cell;
  let r = 0;
  return {
    place: () => gradients.subarray(r * P, (r + 1) * P),
    add(steps) {
      envSteps[r++] = steps;
    },
    finish() {
      const { mean, meanDirection: _, ...statistics } = compareCell(gradients, R, truth, cell);
      const columns = { envSteps, gradients, ...statistics };
      const finite = truth && finiteEstimates(gradients, R);
      return {
        columns,
        sums: cellSums({ ...columns, mean }),
        bias: truth && finite ? cellBias(finite, finite.length / P, truth) : undefined,
        shown: { gradients, finite: statistics.finite },
      };
    },
  };
};
