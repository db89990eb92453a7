import { power } from "../arithmetic/power.ts";
import { ANY_BATCH, type Estimator } from "../estimators/estimator.ts";
import type { Objective } from "../problem/objective.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { LinearQuadraticSolution } from "../truth/linear-quadratic/solution.ts";

/** The weight of step t of a trajectory, from its definition. */
type Weight = (trajectory: Trajectory, t: number) => number;

interface Trajectory {
  readonly rewards: Float64Array; // [T]
  /** Σ_{k≥t} γ^{k−t} r_k. # [T] */
  readonly returns: Float64Array;
  /** V_t(x_t). */
  value(t: number): number;
  /** Q_t(x_t, u_t). */
  actionValue(t: number): number;
}

/**
 * Estimators of a linear-quadratic problem that are unbiased by theorem, written from their definitions: slow, obvious
 * twins. They share the scores with the estimators that they check, and V_t and Q_t with the exact critic.
 *
 * @param solution that of the θ at which estimates are made
 */
export const continuousReferences = (
  solution: LinearQuadraticSolution,
  { discount, stateWeight }: Objective,
): Estimator[] => {
  const scaled = (weight: Weight): Weight =>
    stateWeight === "none" ? weight : (trajectory, t) => power(discount, t) * weight(trajectory, t);
  const weights: Weight[] = [
    scaled(({ returns }, t) => returns[t]),
    scaled(({ returns }, t) => returns[t] - solution.meanReturns[t]),
    scaled(({ returns, value }, t) => returns[t] - value(t)),
    scaled(({ rewards, value }, t) => rewards[t] + discount * value(t + 1) - value(t)),
    scaled(({ actionValue, value }, t) => actionValue(t) - value(t)),
  ];
  if (stateWeight === "discounted")
    weights.push(
      ({ returns }) => returns[0],
      ({ returns }) => returns[0] - solution.value,
    );
  return weights.map((weight) => ({
    estimand: { stateWeight, unbiased: true },
    takes: ANY_BATCH,
    law: { kind: "unknown" },
    estimate(batch: TrajectoryBatch, point: Point, out: Float64Array) {
      const sums = new Float64Array(batch.steps);
      for (let i = 0; i < batch.trajectories; i++) {
        const first = batch.offsets[i];
        const trajectory = trajectoryOf(batch, solution, discount, i);
        for (let k = first; k < batch.offsets[i + 1]; k++)
          sums[k] = weight(trajectory, k - first) / batch.trajectories;
      }
      point.weightedScores(batch, 0, batch.steps, [sums], [out]);
      return 0;
    },
  }));
};

const trajectoryOf = (
  { offsets, rewards: all, observations, lastObservations, actions }: TrajectoryBatch,
  solution: LinearQuadraticSolution,
  discount: number,
  i: number,
): Trajectory => {
  const { states: D, size: K } = solution.dynamics;
  const first = offsets[i];
  const rewards = all.subarray(first, offsets[i + 1]);
  const T = rewards.length;
  const returns = rewards.slice();
  for (let t = T - 2; t >= 0; t--) returns[t] += discount * returns[t + 1];
  return {
    rewards,
    returns,
    value: (t) =>
      t < T
        ? solution.valueAt(t, observations, (first + t) * D)
        : solution.valueAt(T, lastObservations, i * D),
    actionValue(t) {
      const k = first + t;
      const state = observations.subarray(k * D, (k + 1) * D);
      return solution.actionValueAt(t, state, actions.subarray(k * K, (k + 1) * K));
    },
  };
};
