import type { Critic, Objective } from "../types.ts";
import { tabular } from "./table.ts";

/**
 * Every-visit Monte Carlo: V(s_t) += α (G_t − V(s_t)), with the return as it was seen, truncated or not.
 *
 * Source: Sutton & Barto (2018), §5.1 and equation 6.1.
 */
export const monteCarlo = (
  states: number,
  { discount, horizon }: Objective,
  learningRate: number,
): Critic => {
  const table = new Float64Array(states);
  return tabular(table, horizon, (batch) => {
    for (let i = 0; i < batch.trajectories; i++) {
      let rest = 0;
      for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) {
        rest = batch.rewards[k] + discount * rest;
        table[batch.states[k]] += learningRate * (rest - table[batch.states[k]]);
      }
    }
  });
};
