import { held } from "../../memory/state.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { CriticMemory } from "../critic.ts";

/**
 * The memory that is a table of returns, which it learns at every visit: along training each entry moves towards the return
 * by the step size; fitted to one batch, it is the mean of its returns, and 0 where there are none.
 *
 * @param rowOf the entry that step k of a batch visits
 */
export const averagedReturns = (
  table: Float64Array,
  discount: number,
  learningRate: number,
  rowOf: (batch: TrajectoryBatch, k: number) => number,
): CriticMemory => {
  const visits = new Float64Array(table.length);
  /** Moves every entry towards its return, by the step size or (0) to the mean of all visits. */
  const pass = (batch: TrajectoryBatch, step: number): void => {
    for (let i = 0; i < batch.trajectories; i++) {
      let rest = 0;
      for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) {
        rest = batch.rewards[k] + discount * rest;
        const row = rowOf(batch, k);
        table[row] += (step === 0 ? 1 / ++visits[row] : step) * (rest - table[row]);
      }
    }
  };
  const reset = (): void => {
    table.fill(0);
    visits.fill(0);
  };
  return {
    ...held({ table, visits }),
    reset,
    update: (batch) => pass(batch, learningRate),
    fit(batch) {
      reset();
      pass(batch, 0);
    },
  };
};
