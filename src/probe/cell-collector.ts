import type { CellBias } from "../statistics/bias/cell-bias.ts";
import type { CellColumns, CellStatistics } from "./cell-columns.ts";
import type { CellSums } from "./cell-sums.ts";

/** Takes in the estimates of a cell one after the other, and tells of them when all are there. */
export interface CellCollector {
  /** Where the next estimate is to be written: zeros. # [P] */
  place(): Float64Array;
  /** The estimate is in its place. @param envSteps behind it */
  add(envSteps: number): void;
  /** Called once, when all are there. */
  finish(): CollectedCell;
}

/** What is known of a cell. */
export interface CollectedCell {
  /** Of the estimates that are kept. */
  readonly columns: CellColumns & CellStatistics;
  readonly sums: CellSums;
  /** Undefined where there are none, or no truth is known yet. */
  readonly bias: CellBias | undefined;
  /** Estimates to look at one by one: all of them, or the first. */
  readonly shown: ShownEstimates;
}

/** Some estimates of a cell, K of them. */
export interface ShownEstimates {
  readonly gradients: Float64Array; // [K, P]
  /** 1 where every coordinate is finite. # [K] */
  readonly finite: Uint8Array;
}
