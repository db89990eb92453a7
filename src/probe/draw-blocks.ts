import { encodeState } from "../memory/encode.ts";
import type { Setup } from "../setup/set-up.ts";
import { blocksOf } from "./blocks.ts";
import { type Drawing, drawBlock, type ReplicateSink } from "./draw-block.ts";
import { frozen } from "./frozen.ts";
import { createSharedCells, drawAndTakeIn, endSharing, type SharedCells } from "./shared-cells.ts";

/** Cells that others may help to draw. */
export interface Offer extends Drawing {
  readonly cells: SharedCells;
  /** Of the run, as it is frozen here. */
  readonly state: string;
}

export type Share = (offer: Offer) => void;

/** Draws all replicates of some cells in order, with the help of others where there are several blocks to share. */
export const drawBlocks = (setup: Setup, drawing: Drawing, sink: ReplicateSink, share?: Share): void => {
  const { count } = blocksOf(setup.config);
  if (share === undefined || count < 2) {
    for (let b = 0; b < count; b++) drawBlock(setup, drawing, b, sink);
    return;
  }
  const cells = createSharedCells(setup);
  share({ ...drawing, cells, state: encodeState(frozen(setup).save()) });
  try {
    drawAndTakeIn(setup, drawing, cells, sink);
  } finally {
    endSharing(cells);
  }
};
