import type { DiscretePoint, Point } from "../../problem/point.ts";
import { ExactSolution } from "../../truth/discrete/solution.ts";
import { linearQuadraticAt } from "../../truth/index.ts";
import { quadraticSize } from "../../truth/linear-quadratic/quadratic.ts";
import { LinearQuadraticSolution } from "../../truth/linear-quadratic/solution.ts";
import type { Critic } from "../critic.ts";
import { type Solved, solvedTables } from "./exact.ts";
import { type SolvedQuadratics, solvedQuadratics } from "./exact-quadratic.ts";

/**
 * The exact V_t and Q_t of the current θ for a horizon that lies some steps later than the objective's: what states are worth
 * where a task goes on, and only the trajectories are limited in time. At the horizon of the objective V is what these
 * further steps are worth.
 *
 * Source: Pardo et al. (2018), Time Limits in Reinforcement Learning, ICML.
 *
 * @param steps from the objective's horizon to that of the values
 */
export const tablesBeyond = (steps: number): Critic => {
  const solved = untilMoved((point): Solved => {
    const { problem, probabilities } = point as DiscretePoint;
    const { environment, objective } = problem;
    if (environment.model === undefined) throw new TypeError("the exact critic needs a model");
    const { horizon } = objective;
    const { states, actions } = environment.model;
    const later = new ExactSolution(
      environment.model,
      { ...objective, horizon: horizon + steps },
      probabilities,
    );
    return {
      values: later.values.slice(0, (horizon + 1) * states),
      actionValues: later.actionValues.slice(0, horizon * states * actions),
    };
  });
  return solvedTables(solved);
};

/** The same of a linear-quadratic problem. @param steps from the objective's horizon to that of the values */
export const quadraticsBeyond = (steps: number): Critic => {
  const solved = untilMoved((point): SolvedQuadratics => {
    const exact = linearQuadraticAt(point);
    if (exact === undefined) throw new TypeError("the exact critic needs a problem whose values are known");
    const { dynamics, objective, shape } = exact;
    const { horizon } = objective;
    const { states, size } = dynamics;
    const objectiveLater = { ...objective, horizon: horizon + steps };
    const later = new LinearQuadraticSolution(dynamics.model, objectiveLater, shape, point.theta.slice());
    return {
      dynamics,
      values: later.values.slice(0, (horizon + 1) * quadraticSize(states)),
      actionValues: later.actionValues.slice(0, horizon * quadraticSize(states + size)),
    };
  });
  return solvedQuadratics(solved);
};

/** What was solved for a point, until it moves, or another point asks. */
const untilMoved = <T>(solve: (point: Point) => T): ((point: Point) => T) => {
  let last: { readonly point: Point; readonly theta: Float64Array; readonly solved: T } | undefined;
  return (point) => {
    const { theta } = point;
    if (last === undefined || last.point !== point || last.theta.some((x, j) => x !== theta[j]))
      last = { point, theta: theta.slice(), solved: solve(point) };
    return last.solved;
  };
};
