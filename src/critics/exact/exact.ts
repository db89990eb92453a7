import type { Solution } from "../../problem/exact.ts";
import type { DiscretePoint } from "../../problem/point.ts";
import type { Critic } from "../critic.ts";

/** Tables of values that are solved for. */
export type Solved = Pick<Solution, "values" | "actionValues">;

/** Looks up V_t(s) and Q_t(s,a) in the tables of a solution. @param solutionOf that of a point at its θ */
export const solvedTables = (solutionOf: (point: DiscretePoint) => Solved): Critic => ({
  table: (point: DiscretePoint) => solutionOf(point).values,
  actionTable: (point: DiscretePoint) => solutionOf(point).actionValues,
  evaluate({ trajectories, offsets, states, lastStates }, point: DiscretePoint, values, ends) {
    const table = solutionOf(point).values;
    const S = point.policy.states;
    for (let i = 0; i < trajectories; i++) {
      const first = offsets[i];
      const end = offsets[i + 1];
      for (let k = first; k < end; k++) values[k] = table[(k - first) * S + states[k]];
      ends[i] = table[(end - first) * S + lastStates[i]];
    }
  },
  actionValues({ trajectories, offsets, states }, point: DiscretePoint, out) {
    const table = solutionOf(point).actionValues;
    const { states: S, actions: A } = point.policy;
    for (let i = 0; i < trajectories; i++) {
      const first = offsets[i];
      for (let k = first; k < offsets[i + 1]; k++) {
        const row = ((k - first) * S + states[k]) * A;
        for (let a = 0; a < A; a++) out[k * A + a] = table[row + a];
      }
    }
  },
});

const solutionOf = ({ solution }: DiscretePoint): Solution => {
  if (solution === undefined) throw new TypeError("the exact critic needs an environment with a model");
  return solution;
};

/**
 * The exact V_t(s) and Q_t(s,a) of the current θ at the finite horizon, by dynamic programming. They depend on the
 * time t, and V is 0 at the horizon, where the objective ends.
 *
 * Source: Puterman (1994), Markov Decision Processes, §4.
 */
export const exact: Critic = { ...solvedTables(solutionOf), exact: true };
