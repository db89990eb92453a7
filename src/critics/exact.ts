import type { Critic } from "../types.ts";

/**
 * The exact V_t(s) of the current θ at the finite horizon, by dynamic programming. It depends on the time t,
 * and is 0 at the horizon, where the objective ends.
 */
export const exact: Critic = {
  exact: true,
  table(at) {
    if (at.solution === undefined) throw new TypeError("the exact critic needs an environment with a model");
    return at.solution.values;
  },
  evaluate({ trajectories, offsets, states, lastStates }, at, values, ends) {
    const table = exact.table(at);
    const S = at.policy.states;
    for (let i = 0; i < trajectories; i++) {
      const first = offsets[i];
      const end = offsets[i + 1];
      for (let k = first; k < end; k++) values[k] = table[(k - first) * S + states[k]];
      ends[i] = table[(end - first) * S + lastStates[i]];
    }
  },
};
