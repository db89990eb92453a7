import { norm } from "../linear-algebra/norm.ts";
import type { Objective } from "../problem/objective.ts";
import type { DiscretePoint } from "../problem/point.ts";

/** The distance of 1 to the next number; an operation errs by at most half of it. */
const UNIT = 2 ** -52;
/** Relative change of θ, far above UNIT, so that the change of ∇J is linear and itself well known. */
const CHANGE = 2 ** -26;

/**
 * About the rounding error of `exactGradient`, as a norm: that of the gradient whose terms π(a|s) (Q_t(s,a) − V_t(s)) are
 * replaced by errors of either sign, √(T − t) half units in the last place of Q_t(s,a) and V_t(s), which are sums over T − t
 * steps: measured, the gradient errs by a third of it at most. A policy that has settled has small scores, and then its small gradient is known as well as any.
 */
export const tableRounding = (
  point: DiscretePoint,
  { horizon, discount, stateWeight }: Objective,
): number => {
  if (point.solution === undefined)
    throw new TypeError("an exact gradient needs an environment with a model");
  const { states, actions, parameters } = point.policy;
  const { values, actionValues, occupancy } = point.solution;
  const squares = new Float64Array(states * actions);
  let coefficient = 1;
  for (let t = 0; t < horizon; t++) {
    const unit = ((coefficient * UNIT) / 2) * Math.sqrt(horizon - t);
    for (let row = 0; row < squares.length; row++) {
      const s = Math.floor(row / actions);
      const size = Math.abs(actionValues[t * squares.length + row]) + Math.abs(values[t * states + s]);
      squares[row] += (unit * occupancy[t * states + s] * point.probabilities[row] * size) ** 2;
    }
    if (stateWeight === "discounted") coefficient *= discount;
  }
  const errors = squares.map((square, row) => Math.sqrt(square) * (row % 2 === 0 ? 1 : -1));
  const out = new Float64Array(parameters);
  point.policy.weightedScores(point.probabilities, errors, out);
  return norm(out);
};

/**
 * About the rounding error of a gradient that is a smooth function of θ, as a norm: what it changes by where every
 * θ_j is another by a unit in its last place.
 *
 * @param gradientAt ∇J at another θ. # [P] → [P]
 */
export const roundingByTheta = (
  theta: Float64Array,
  gradientAt: (theta: Float64Array) => Float64Array,
): number => {
  const moved = gradientAt(theta.map((x, j) => x * (1 + (j % 2 === 0 ? CHANGE : -CHANGE))));
  const here = gradientAt(theta);
  return (norm(moved.map((x, j) => x - here[j])) * UNIT) / CHANGE;
};
