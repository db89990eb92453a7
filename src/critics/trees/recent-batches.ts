import { partsOf, type Savable, type State } from "../../memory/state.ts";

/** Rows of inputs and their targets, of one batch. Shapes: n rows, N inputs. */
export interface BatchRows {
  readonly inputs: Float64Array; // [n, N]
  readonly targets: Float64Array; // [n]
}

/** The rows of the last batches, the oldest first. */
export interface RecentBatches extends Savable {
  readonly all: readonly BatchRows[];
  add(batch: BatchRows): void;
  clear(): void;
}

/** @param most batches that are kept */
export const recentBatches = (most: number): RecentBatches => {
  let all: BatchRows[] = [];
  return {
    get all() {
      return all;
    },
    add(batch) {
      all = [...all, batch].slice(-most);
    },
    clear() {
      all = [];
    },
    save: () => all.map(({ inputs, targets }) => ({ inputs: inputs.slice(), targets: targets.slice() })),
    restore(state) {
      if (!Array.isArray(state) || state.length > most)
        throw new TypeError(`expected at most ${most} batches in the state`);
      all = state.map(rowsIn);
    },
  };
};

/** @throws TypeError for what are no rows */
const rowsIn = (state: State): BatchRows => {
  const { inputs, targets } = partsOf(state, ["inputs", "targets"]);
  if (!(inputs instanceof Float64Array && targets instanceof Float64Array))
    throw new TypeError("expected inputs and targets to be a Float64Array each in the state");
  return { inputs: inputs.slice(), targets: targets.slice() };
};
