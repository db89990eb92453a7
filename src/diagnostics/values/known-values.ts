import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import { mean, variance } from "../../statistics/mean.ts";
import type { StreamKey } from "../diagnostic.ts";
import { continuations } from "../variance/continuation.ts";
import { stratified } from "../variance/stratified.ts";
import type { Visits } from "./visits.ts";

/** What is known of V^π at the steps of some trajectories. */
export interface KnownValues {
  /** Steps of its trajectory that a step stands for; 0 where nothing is known. # [steps] */
  readonly weights: Float64Array;
  /** V^π, or an unbiased estimate of it. # [steps] */
  readonly values: Float64Array;
  /** Unbiased estimate of the variance of that estimate. # [steps] */
  readonly variances: Float64Array;
}

/** How V^π is sampled where it is not known. */
export interface ValueCost {
  /** Steps of each trajectory that are looked at; all of them if it has no more. */
  readonly times: number;
  /** Continuations b of each of these, 2 or more. */
  readonly branches: number;
}

/**
 * V^π exactly, where a solution is known; else the mean of b continuations at some steps of each trajectory.
 * Cost of the latter: at most n · times · branches · T/2 environment steps.
 */
export const knownValues = (
  point: Point,
  visits: Visits,
  key: StreamKey,
  { times, branches }: ValueCost,
): KnownValues => {
  const { batch, states, stateSize: D } = visits;
  const { offsets, trajectories, steps } = batch;
  const weights = new Float64Array(steps);
  const values = new Float64Array(steps);
  const variances = new Float64Array(steps);
  const { exact } = point;
  if (exact?.valueAt) {
    weights.fill(1);
    for (let i = 0; i < trajectories; i++)
      for (let k = offsets[i]; k < offsets[i + 1]; k++)
        values[k] = exact.valueAt(k - offsets[i], states, k * D);
    return { weights, values, variances };
  }
  if (!(branches >= 2)) throw new RangeError(`branches must be 2 or more; got ${branches}`);
  const draws = (role: string) => stream(...key, role);
  const chosen = draws("times");
  const going = continuations(point, branches, draws("branch actions"), draws("branch environment"));
  const first = new Float64Array(branches * going.actionSize);
  const returns = new Float64Array(branches);
  for (let i = 0; i < trajectories; i++) {
    const strata = stratified(offsets[i + 1] - offsets[i], times, chosen);
    for (const [l, t] of strata.places.entries()) {
      const k = offsets[i] + t;
      const state = states.subarray(k * D, (k + 1) * D);
      going.act(state, t, branches, first);
      going.returns(state, t, branches, first, returns);
      weights[k] = strata.weights[l];
      values[k] = mean(returns);
      variances[k] = variance(returns) / branches;
    }
  }
  return { weights, values, variances };
};
