import type { Point } from "../../problem/point.ts";
import { linearQuadraticAt } from "../../truth/index.ts";
import type { LinearQuadraticSolution } from "../../truth/linear-quadratic/solution.ts";
import type { Critic } from "../critic.ts";

/**
 * The exact V_t(x) of a linear-quadratic problem at the current θ, a quadratic of the state at each time; 0 at the
 * horizon, where the objective ends.
 */
export const exactQuadratic: Critic = {
  exact: true,
  table: (point) => solutionOf(point).values,
  actionTable: (point) => solutionOf(point).actionValues,
  evaluate({ trajectories, offsets, observations, lastObservations }, point, values, ends) {
    const solution = solutionOf(point);
    const D = solution.dynamics.states;
    for (let i = 0; i < trajectories; i++) {
      const first = offsets[i];
      const end = offsets[i + 1];
      for (let k = first; k < end; k++) values[k] = solution.valueAt(k - first, observations, k * D);
      ends[i] = solution.valueAt(end - first, lastObservations, i * D);
    }
  },
};

const solutionOf = (point: Point): LinearQuadraticSolution => {
  const exact = linearQuadraticAt(point);
  if (exact === undefined) throw new TypeError("the exact critic needs a problem whose values are known");
  return exact;
};
