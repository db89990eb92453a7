import type { Critic, TrajectoryBatch } from "../types.ts";

/** A critic that looks its values up in a table of states, and learns by changing it. @param table [S] */
export const tabular = (table: Float64Array, learn: (batch: TrajectoryBatch) => void): Critic => ({
  evaluate({ steps, trajectories, states, lastStates }, _, values, ends) {
    for (let k = 0; k < steps; k++) values[k] = table[states[k]];
    for (let i = 0; i < trajectories; i++) ends[i] = table[lastStates[i]];
  },
  learn,
});
