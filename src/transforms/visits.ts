import type { Estimator } from "../estimators/estimator.ts";
import { held, type Savable } from "../memory/state.ts";
import type { StateWeight } from "../problem/objective.ts";
import type { DiscretePoint } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { TableContext } from "./kind.ts";

/** Where the Fisher information comes from: the model, or the batch of the estimate. */
export type FisherSource = "exact" | "batch";

/** Which visits a Fisher information is over. */
export interface VisitOptions {
  readonly fisher: FisherSource;
  /** c_t: γᵗ or 1; the state weight of the estimator if not given. */
  readonly weighting?: StateWeight | undefined;
  /** Whether w is divided by Σ_t c_t of a mean trajectory; "trajectory", it is not, if not given. */
  readonly per?: "trajectory" | "step" | undefined;
}

/** The weighted number of times that a trajectory takes a in s: w(s,a) = E[Σ_t c_t 1(s_t = s, a_t = a)]. */
export interface Visits {
  /** As of the last update. # [S, A] */
  readonly table: Float64Array;
  /** Takes in a batch of the estimate that is being made. */
  see?(batch: TrajectoryBatch): void;
  /** What it has taken in. */
  readonly seen?: Savable;
  /** Brings the table up to date once an estimate is finished. @returns false if it is as it was before */
  update(point: DiscretePoint): boolean;
}

/**
 * The visits that an estimator's gradient is a sum over, weighted by c_t: exactly, Σ_t c_t d_t(s) π(a|s) of the policy,
 * or the mean over the trajectories of the estimate's batches.
 *
 * @throws RangeError for the exact ones without a model
 */
export const visitsOf = (
  { fisher: source, weighting, per = "trajectory" }: VisitOptions,
  { point, objective }: TableContext,
  { estimand: { stateWeight }, takes: { batches } }: Estimator,
): Visits => {
  const discount = (weighting ?? stateWeight) === "discounted" ? objective.discount : 1;
  if (source === "exact" && point.solution === undefined)
    throw new RangeError('fisher "exact" needs an environment with a model; "batch" does not');
  const visits =
    source === "batch"
      ? batchVisits(point.probabilities.length, point.policy.actions, discount, batches)
      : exactVisits(point, discount, objective.horizon);
  return per === "step" ? normalized(visits) : visits;
};

/** The same visits, as parts of all. */
const normalized = (visits: Visits): Visits => {
  const table = new Float64Array(visits.table.length);
  return {
    ...visits,
    table,
    update(point) {
      if (!visits.update(point)) return false;
      const mass = visits.table.reduce((sum, weight) => sum + weight, 0);
      for (let row = 0; row < table.length; row++) table[row] = visits.table[row] / mass;
      return true;
    },
  };
};

const exactVisits = (point: DiscretePoint, discount: number, horizon: number): Visits => {
  const { states, actions } = point.policy;
  const table = new Float64Array(states * actions);
  const theta = new Float64Array(point.theta.length).fill(Number.NaN); // of the table
  return {
    table,
    update({ theta: current, probabilities, solution }) {
      if (current.every((x, j) => x === theta[j])) return false;
      theta.set(current);
      table.fill(0);
      const { occupancy } = solution!;
      for (let t = 0, coefficient = 1; t < horizon; t++, coefficient *= discount)
        for (let s = 0; s < states; s++) table[s * actions] += coefficient * occupancy[t * states + s];
      for (let s = 0; s < states; s++) {
        const mass = table[s * actions];
        for (let row = s * actions; row < (s + 1) * actions; row++) table[row] = mass * probabilities[row];
      }
      return true;
    },
  };
};

const batchVisits = (size: number, actions: number, discount: number, batches: number): Visits => {
  const table = new Float64Array(size);
  const own = { table, batch: 0 };
  return {
    table,
    seen: held(own),
    see({ trajectories, offsets, states, actions: taken }) {
      if (own.batch === 0) table.fill(0);
      own.batch = (own.batch + 1) % batches;
      for (let i = 0; i < trajectories; i++) {
        let coefficient = 1 / (trajectories * batches);
        for (let k = offsets[i]; k < offsets[i + 1]; k++, coefficient *= discount)
          table[states[k] * actions + taken[k]] += coefficient;
      }
    },
    update: () => true,
  };
};
