import type { Point } from "../../problem/point.ts";
import { linearQuadraticAt } from "../../truth/index.ts";
import { quadraticAt } from "../../truth/linear-quadratic/quadratic.ts";
import type { LinearQuadraticSolution } from "../../truth/linear-quadratic/solution.ts";
import type { Critic } from "../critic.ts";

/** Quadratics of values that are solved for. */
export type SolvedQuadratics = Pick<LinearQuadraticSolution, "dynamics" | "values" | "actionValues">;

/** Looks up V_t(x) among the quadratics of a solution. @param solutionOf that of a point at its θ */
export const solvedQuadratics = (solutionOf: (point: Point) => SolvedQuadratics): Critic => ({
  table: (point) => solutionOf(point).values,
  actionTable: (point) => solutionOf(point).actionValues,
  evaluate({ trajectories, offsets, observations, lastObservations }, point, values, ends) {
    const { dynamics, values: table } = solutionOf(point);
    const D = dynamics.states;
    for (let i = 0; i < trajectories; i++) {
      const first = offsets[i];
      const end = offsets[i + 1];
      for (let k = first; k < end; k++) values[k] = quadraticAt(table, k - first, D, observations, k * D);
      ends[i] = quadraticAt(table, end - first, D, lastObservations, i * D);
    }
  },
});

const solutionOf = (point: Point): LinearQuadraticSolution => {
  const exact = linearQuadraticAt(point);
  if (exact === undefined) throw new TypeError("the exact critic needs a problem whose values are known");
  return exact;
};

/**
 * The exact V_t(x) of a linear-quadratic problem at the current θ, a quadratic of the state at each time; 0 at the
 * horizon, where the objective ends.
 */
export const exactQuadratic: Critic = { ...solvedQuadratics(solutionOf), exact: true };
