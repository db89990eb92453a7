import type { Critic } from "./critic.ts";

/**
 * A critic that looks its values up in a table of states, the same at all times, and learns by changing it.
 * @param table [S]
 */
export const tabular = (
  table: Float64Array,
  horizon: number,
  learn: NonNullable<Critic["learn"]>,
): Critic => ({
  evaluate({ steps, trajectories, states, lastStates }, _, values, ends) {
    for (let k = 0; k < steps; k++) values[k] = table[states[k]];
    for (let i = 0; i < trajectories; i++) ends[i] = table[lastStates[i]];
  },
  learn,
  table() {
    const all = new Float64Array((horizon + 1) * table.length);
    for (let t = 0; t <= horizon; t++) all.set(table, t * table.length);
    return all;
  },
});
