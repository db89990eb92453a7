import type { Objective } from "../../problem/objective.ts";
import type { Critic, CriticMemory, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { swept } from "../swept.ts";
import { tabular } from "./table.ts";

/**
 * TD(0): V(s_t) += α (r_t + γ V(s_{t+1}) − V(s_t)), step by step in the order of time. The bootstrap is zero
 * after termination only; a trajectory cut off by the horizon bootstraps from its last state. Fitted to one batch,
 * it begins at zero and passes over the batch `sweeps` times.
 *
 * Source: Sutton & Barto (2018), §6.1.
 */
export const td = (
  states: number,
  { discount, horizon }: Objective,
  learningRate: number,
  fit: Fit = "training",
  sweeps = 1,
): Critic => {
  const table = new Float64Array(states);
  const update: CriticMemory["update"] = ({
    trajectories,
    offsets,
    states,
    rewards,
    lastStates,
    terminated,
  }) => {
    for (let i = 0; i < trajectories; i++) {
      const last = offsets[i + 1] - 1;
      for (let k = offsets[i]; k <= last; k++) {
        const later = k < last ? table[states[k + 1]] : terminated[i] === 1 ? 0 : table[lastStates[i]];
        table[states[k]] += learningRate * (rewards[k] + discount * later - table[states[k]]);
      }
    }
  };
  return fitted(tabular(table, horizon, swept(table, update, sweeps)), fit);
};
