import type { DiscretePoint } from "../../problem/point.ts";
import type { Critic, CriticMemory, LearningCritic } from "../critic.ts";

/**
 * A critic that looks action values up in a table of states and actions, the same at all times. Its value of a state is
 * V(s) = Σ_a π(a|s) Q(s,a) at the policy of the moment.
 * @param table [S, A]
 */
export const actionsLookedUp = (table: Float64Array, actions: number, horizon: number): Critic => ({
  evaluate({ steps, trajectories, states, lastStates }, point: DiscretePoint, values, ends) {
    for (let k = 0; k < steps; k++) values[k] = expectedValue(table, point, actions, states[k]);
    for (let i = 0; i < trajectories; i++) ends[i] = expectedValue(table, point, actions, lastStates[i]);
  },
  actionValues({ steps, states }, _, out) {
    for (let k = 0; k < steps; k++)
      for (let a = 0; a < actions; a++) out[k * actions + a] = table[states[k] * actions + a];
  },
  table(point: DiscretePoint) {
    const states = table.length / actions;
    const all = new Float64Array((horizon + 1) * states);
    for (let k = 0; k < all.length; k++) all[k] = expectedValue(table, point, actions, k % states);
    return all;
  },
  actionTable() {
    const all = new Float64Array(horizon * table.length);
    for (let t = 0; t < horizon; t++) all.set(table, t * table.length);
    return all;
  },
});

/** The same of a table that is learned. @param memory learns by changing the table */
export const actionTabular = (
  table: Float64Array,
  actions: number,
  horizon: number,
  memory: CriticMemory,
): LearningCritic => ({ ...actionsLookedUp(table, actions, horizon), memory });

/** Σ_a π(a|s) Q(s,a). @param table [S, A] */
export const expectedValue = (
  table: Float64Array,
  { probabilities }: DiscretePoint,
  actions: number,
  state: number,
): number => {
  let sum = 0;
  for (let row = state * actions; row < (state + 1) * actions; row++) sum += probabilities[row] * table[row];
  return sum;
};
