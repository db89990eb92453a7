import type { Critic, CriticMemory, LearningCritic } from "../critic.ts";

/** A critic that looks its values up in a table of states, the same at all times. @param table [S] */
export const lookedUp = (table: Float64Array, horizon: number): Critic => ({
  evaluate({ steps, trajectories, states, lastStates }, _, values, ends) {
    for (let k = 0; k < steps; k++) values[k] = table[states[k]];
    for (let i = 0; i < trajectories; i++) ends[i] = table[lastStates[i]];
  },
  table() {
    const all = new Float64Array((horizon + 1) * table.length);
    for (let t = 0; t <= horizon; t++) all.set(table, t * table.length);
    return all;
  },
});

/** The same of a table that is learned. @param memory learns by changing the table */
export const tabular = (table: Float64Array, horizon: number, memory: CriticMemory): LearningCritic => ({
  ...lookedUp(table, horizon),
  memory,
});
