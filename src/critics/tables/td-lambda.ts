import type { Objective } from "../../problem/objective.ts";
import type { Critic, CriticMemory, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { swept } from "../swept.ts";
import { tabular } from "./table.ts";

/**
 * TD(λ) with accumulating traces: at every step e(s_t) += 1, V(s) += α δ_t e(s) for all s, and then e ← γλ e, with
 * δ_t = r_t + γ V(s_{t+1}) − V(s_t). Traces are zero at the start of a trajectory. λ = 0 is TD(0).
 *
 * Source: Sutton (1988), Machine Learning 3; Sutton & Barto (2018), §12.2.
 */
export const tdLambda = (
  states: number,
  { discount, horizon }: Objective,
  lambda: number,
  learningRate: number,
  fit: Fit = "training",
  sweeps = 1,
): Critic => {
  const table = new Float64Array(states);
  const trace = new Float64Array(states);
  const seen = new Uint8Array(states); // in this trajectory
  const visited = new Int32Array(states); // those that were seen, so that others cost nothing
  const decay = discount * lambda;
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
      let count = 0;
      for (let k = offsets[i]; k <= last; k++) {
        const later = k < last ? table[states[k + 1]] : terminated[i] === 1 ? 0 : table[lastStates[i]];
        const move = learningRate * (rewards[k] + discount * later - table[states[k]]);
        if (seen[states[k]] === 0) visited[count++] = states[k];
        seen[states[k]] = 1;
        trace[states[k]] += 1;
        for (let j = 0; j < count; j++) {
          table[visited[j]] += move * trace[visited[j]];
          trace[visited[j]] *= decay;
        }
      }
      for (let j = 0; j < count; j++) trace[visited[j]] = seen[visited[j]] = 0;
    }
  };
  return fitted(tabular(table, horizon, swept(table, update, sweeps)), fit);
};
