import { power } from "../arithmetic/power.ts";
import { ANY_BATCH, type Estimator } from "../estimators/estimator.ts";
import type { Objective } from "../problem/objective.ts";
import type { DiscretePoint } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** The weight of step t of a trajectory, from its definition. */
type Weight = (trajectory: Trajectory, t: number) => number;

interface Trajectory {
  readonly rewards: Float64Array;
  /** V_t(s_t) for t = 0 … T', with 0 after termination. */
  readonly values: Float64Array;
  /** Q_t(s_t, a_t). */
  readonly actionValues: Float64Array;
}

/**
 * Estimators that are unbiased by theorem, written from their definitions and sharing no code with the
 * estimators that they check: slow, obvious twins. They need an environment with a model.
 */
export const references = ({ discount, stateWeight }: Objective): Estimator[] => {
  const after = ({ rewards }: Trajectory, t: number) =>
    rewards.subarray(t).reduce((sum, reward, l) => sum + power(discount, l) * reward, 0);
  const scaled = (weight: Weight): Weight =>
    stateWeight === "none" ? weight : (trajectory, t) => power(discount, t) * weight(trajectory, t);
  const weights: Weight[] = [
    scaled((trajectory, t) => after(trajectory, t)),
    scaled((trajectory, t) => after(trajectory, t) - trajectory.values[t]),
    scaled(({ rewards, values }, t) => rewards[t] + discount * values[t + 1] - values[t]),
    scaled(({ actionValues, values }, t) => actionValues[t] - values[t]),
  ];
  if (stateWeight === "discounted") weights.push((trajectory) => after(trajectory, 0));
  return weights.map((weight) => ({
    estimand: { stateWeight, unbiased: true },
    takes: ANY_BATCH,
    law: { kind: "unknown" },
    estimate(batch: TrajectoryBatch, point: DiscretePoint, out: Float64Array) {
      estimate(batch, point, weight, out);
      return 0;
    },
  }));
};

const estimate = (batch: TrajectoryBatch, point: DiscretePoint, weight: Weight, out: Float64Array): void => {
  const { states: S, actions: A } = point.policy;
  const sums = new Float64Array(S * A);
  for (let i = 0; i < batch.trajectories; i++) {
    const first = batch.offsets[i];
    const trajectory = trajectoryOf(batch, point, i);
    for (let t = 0; t < trajectory.rewards.length; t++)
      sums[batch.states[first + t] * A + batch.actions[first + t]] +=
        weight(trajectory, t) / batch.trajectories;
  }
  point.policy.weightedScores(point.probabilities, sums, out);
};

const trajectoryOf = (batch: TrajectoryBatch, { policy, solution }: DiscretePoint, i: number): Trajectory => {
  if (solution === undefined) throw new TypeError("references need an environment with a model");
  const { states: S, actions: A } = policy;
  const first = batch.offsets[i];
  const length = batch.offsets[i + 1] - first;
  const values = new Float64Array(length + 1);
  const actionValues = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    const row = batch.states[first + t];
    values[t] = solution.values[t * S + row];
    actionValues[t] = solution.actionValues[t * S * A + row * A + batch.actions[first + t]];
  }
  if (batch.terminated[i] === 0) values[length] = solution.values[length * S + batch.lastStates[i]];
  return { rewards: batch.rewards.subarray(first, first + length), values, actionValues };
};
