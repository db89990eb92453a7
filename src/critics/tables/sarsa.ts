import type { Objective } from "../../problem/objective.ts";
import type { DiscretePoint } from "../../problem/point.ts";
import type { Critic, CriticMemory, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { swept } from "../swept.ts";
import { actionTabular, expectedValue } from "./action-table.ts";

/**
 * SARSA: Q(s_t,a_t) += α (r_t + γ Q(s_{t+1},a_{t+1}) − Q(s_t,a_t)), step by step in the order of time. The bootstrap
 * is zero after termination only; where the horizon cut a trajectory off, no next action was drawn and
 * Σ_a π(a|s) Q(s,a) stands in for it.
 *
 * Source: Sutton & Barto (2018), §6.4; the expectation, §6.6.
 */
export const sarsa = (
  states: number,
  actions: number,
  { discount, horizon }: Objective,
  learningRate: number,
  fit: Fit = "training",
  sweeps = 1,
): Critic => {
  const table = new Float64Array(states * actions);
  const update: CriticMemory["update"] = (batch, point) => {
    const { trajectories, offsets, rewards } = batch;
    for (let i = 0; i < trajectories; i++) {
      const last = offsets[i + 1] - 1;
      for (let k = offsets[i]; k <= last; k++) {
        const row = batch.states[k] * actions + batch.actions[k];
        let later = 0;
        if (k < last) later = table[batch.states[k + 1] * actions + batch.actions[k + 1]];
        else if (batch.terminated[i] === 0)
          later = expectedValue(table, point as DiscretePoint, actions, batch.lastStates[i]);
        table[row] += learningRate * (rewards[k] + discount * later - table[row]);
      }
    }
  };
  return fitted(actionTabular(table, actions, horizon, swept(table, update, sweeps)), fit);
};
