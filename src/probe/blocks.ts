import type { RunConfig } from "../config/plan.ts";

/** The replicates of a cell, in blocks that depend on no other: each is drawn by a key of its own. */
export interface Blocks {
  readonly count: number;
  /** Replicates of each but the last, which has as many at the most. */
  readonly size: number;
}

/** The blocks of every cell of a probe; one if nothing else is said. */
export const blocksOf = ({ probe }: RunConfig): Blocks => {
  const replicates = probe?.replicates ?? 0;
  const size = probe?.block ?? replicates;
  return { count: Math.ceil(replicates / size) || 0, size };
};

/** Replicates of block b. */
export const replicatesOf = ({ probe }: RunConfig, { size }: Blocks, b: number): number =>
  Math.min(size, (probe?.replicates ?? 0) - b * size);
