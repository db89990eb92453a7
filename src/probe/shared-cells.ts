import type { Setup } from "../setup/set-up.ts";
import { blocksOf, replicatesOf } from "./blocks.ts";
import { type Drawing, drawBlock, type ReplicateSink } from "./draw-block.ts";

/** Memory that several threads draw the blocks of some cells in, all estimators of one probe and batch size. */
export interface SharedCells {
  /** How many blocks are taken in, and then the state of each: FREE, DRAWN, or who draws it. # [1 + blocks] */
  readonly flags: Int32Array<SharedArrayBuffer>;
  /** Estimates of blocks that wait to be taken in, and their environment steps. # [slots, E, size, P + 1] */
  readonly slots: Float64Array<SharedArrayBuffer>;
}

const [FREE, DRAWN, OWNER, FIRST_HELPER] = [0, 1, 2, 3];
/** Numbers of all slots, 32 MiB, unless the fewest take more. */
const SLOT_NUMBERS = 2 ** 22;
const MIN_SLOTS = 4;
const MAX_SLOTS = 128;

/** Numbers of the memory that cells are shared in; 0 where there is one block. */
export const numbersOfSharedCells = (setup: Setup): number => {
  const blocks = blocksOf(setup.config).count;
  const numbers = numbersOfSlot(setup);
  const fitting = Math.max(MIN_SLOTS, Math.floor(SLOT_NUMBERS / numbers));
  return blocks > 1 ? Math.min(blocks, MAX_SLOTS, fitting) * numbers : 0;
};

export const createSharedCells = (setup: Setup): SharedCells => ({
  flags: new Int32Array(new SharedArrayBuffer(4 * (1 + blocksOf(setup.config).count))),
  slots: new Float64Array(new SharedArrayBuffer(8 * numbersOfSharedCells(setup))),
});

/**
 * Draws blocks that are free until none is left that others may draw, and waits where all slots are full.
 *
 * @param helper a number from 0 on that no other helper of these cells has, dead ones included
 */
export const helpToDraw = (setup: Setup, drawing: Drawing, cells: SharedCells, helper: number): void => {
  const { flags } = cells;
  for (;;) {
    const taken = Atomics.load(flags, 0);
    const block = claim(setup, cells, FIRST_HELPER + helper);
    if (block !== undefined) drawInSlot(setup, drawing, cells, block);
    else if (isLeft(cells)) Atomics.wait(flags, 0, taken);
    else return;
  }
};

/** Whether there is a block that nobody has begun, and that others than the owner may draw. */
export const isLeft = ({ flags }: SharedCells): boolean =>
  Atomics.load(flags, 0) < flags.length - 2 && flags.subarray(1, -1).includes(FREE);

/** Frees what a helper that is dead, or gives up, has begun and not drawn. */
export const release = ({ flags }: SharedCells, helper: number): void => {
  for (let b = 0; b < flags.length - 1; b++)
    if (Atomics.compareExchange(flags, 1 + b, FIRST_HELPER + helper, FREE) === FIRST_HELPER + helper)
      Atomics.notify(flags, 1 + b);
};

/** Nobody takes in blocks any more: helpers stop after the block that they draw. */
export const endSharing = ({ flags }: SharedCells): void => {
  Atomics.store(flags, 0, flags.length - 1);
  Atomics.notify(flags, 0);
};

/**
 * Takes in the blocks in order, and draws those that nobody else does. The last is drawn here after all others, so that
 * critics are left as by one thread.
 */
export const drawAndTakeIn = (
  setup: Setup,
  drawing: Drawing,
  cells: SharedCells,
  sink: ReplicateSink,
): void => {
  const { flags } = cells;
  const blocks = flags.length - 1;
  for (let next = 0; next < blocks - 1; ) {
    const state = Atomics.load(flags, 1 + next);
    if (state === DRAWN) {
      takeIn(setup, cells, next, sink);
      Atomics.store(flags, 0, ++next);
      Atomics.notify(flags, 0);
      continue;
    }
    const block = claim(setup, cells, OWNER);
    if (block !== undefined) drawInSlot(setup, drawing, cells, block);
    else Atomics.wait(flags, 1 + next, state);
  }
  drawBlock(setup, drawing, blocks - 1, sink);
};

/** The first block that is free and has a slot, which is now of who asked. */
const claim = (setup: Setup, { flags, slots }: SharedCells, who: number): number | undefined => {
  const taken = Atomics.load(flags, 0);
  const end = Math.min(flags.length - 2, taken + slots.length / numbersOfSlot(setup));
  for (let b = taken; b < end; b++) if (Atomics.compareExchange(flags, 1 + b, FREE, who) === FREE) return b;
  return undefined;
};

/** Draws a block that was claimed; if that fails, it is free again. */
const drawInSlot = (setup: Setup, drawing: Drawing, cells: SharedCells, block: number): void => {
  const { flags } = cells;
  const P = setup.point.theta.length;
  const estimateOf = slotOf(setup, cells, block);
  let [r, state] = [0, FREE];
  try {
    drawBlock(setup, drawing, block, {
      places: () => setup.estimators.map((_, e) => estimateOf(e, r).subarray(0, P).fill(0)),
      add(envSteps) {
        for (const [e, steps] of envSteps.entries()) estimateOf(e, r)[P] = steps;
        r++;
      },
    });
    state = DRAWN;
  } finally {
    Atomics.store(flags, 1 + block, state);
    Atomics.notify(flags, 1 + block);
  }
};

const takeIn = (setup: Setup, cells: SharedCells, block: number, sink: ReplicateSink): void => {
  const { config, estimators, point } = setup;
  const P = point.theta.length;
  const estimateOf = slotOf(setup, cells, block);
  const envSteps = new Float64Array(estimators.length);
  const replicates = replicatesOf(config, blocksOf(config), block);
  for (let r = 0; r < replicates; r++) {
    for (const [e, place] of sink.places().entries()) {
      const estimate = estimateOf(e, r);
      place.set(estimate.subarray(0, P));
      envSteps[e] = estimate[P];
    }
    sink.add(envSteps);
  }
};

/** Numbers of a slot. */
const numbersOfSlot = ({ config, estimators, point }: Setup): number =>
  estimators.length * blocksOf(config).size * (point.theta.length + 1);

/** Estimates in the slot of a block: number r of estimator e, with its environment steps. # [P + 1] */
const slotOf = (setup: Setup, { slots }: SharedCells, block: number) => {
  const numbers = numbersOfSlot(setup);
  const begin = (block % (slots.length / numbers)) * numbers;
  const { size } = blocksOf(setup.config);
  const each = setup.point.theta.length + 1;
  return (e: number, r: number): Float64Array => {
    const at = begin + (e * size + r) * each;
    return slots.subarray(at, at + each);
  };
};
