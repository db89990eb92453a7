import { dot } from "../../linear-algebra/vectors.ts";
import type { Point } from "../../problem/point.ts";
import { mean, variance } from "../../statistics/mean.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Visits } from "../values/visits.ts";
import type { Continuations } from "./continuation.ts";

/** How often a state is branched from. */
export interface Branching {
  /** Actions m that are drawn in it, 2 or more. */
  readonly actions: number;
  /** Continuations b of each of them, 2 or more. */
  readonly branches: number;
}

/** Unbiased estimates of what a state s at time t adds to the variance of ψ W, with W = Y_t − b. */
export interface StateMoments {
  /** E[‖ψ‖² Var(Y_t | s, a) | s]. */
  trajectory: number;
  /** Total variance of ψ E[W | s, a] given s; may come out negative. */
  action: number;
  /** Total variance of the estimate `direction` of E[ψ W | s]. */
  noise: number;
}

/**
 * Moments of the state at step k and time t by nested sampling. With ȳ_i and v_i the mean and sample variance of the
 * b returns that follow the action a_i, x_i = ψ_i (ȳ_i − b(s)), and S² the trace of the sample covariance of the m
 * vectors x_i,
 *
 *   trajectory = Σ_i ‖ψ_i‖² v_i / m,   action = S² − trajectory / b,   direction = Σ_i x_i / m,   noise = S² / m.
 *
 * S² alone would count the noise of the ȳ_i as a choice of the action.
 * @param baseline b(s) @param direction written. # [P] @param out written
 */
export type NestedMoments = (
  k: number,
  time: number,
  baseline: number,
  direction: Float64Array,
  out: StateMoments,
) => void;

/** @param continuations with m · b rows. Cost of a state: m · b continuations and m scores. */
export const nestedMoments = (
  point: Point,
  { batch, states, stateSize: D }: Visits,
  continuations: Continuations,
  { actions: m, branches: b }: Branching,
): NestedMoments => {
  const scoreOf = scoresOf(point, batch);
  const { actionSize: K } = continuations;
  const drawn = new Float64Array(m * K);
  const first = new Float64Array(m * b * K);
  const returns = new Float64Array(m * b);
  const vectors = Array.from({ length: m }, () => new Float64Array(point.policy.parameters));
  return (k, time, baseline, direction, out) => {
    const state = states.subarray(k * D, (k + 1) * D);
    continuations.act(state, time, m, drawn);
    for (let r = 0; r < m * b; r++)
      for (let j = 0; j < K; j++) first[r * K + j] = drawn[Math.floor(r / b) * K + j];
    continuations.returns(state, time, m * b, first, returns);
    direction.fill(0);
    let trajectory = 0;
    for (const [i, x] of vectors.entries()) {
      scoreOf(k, drawn.subarray(i * K, (i + 1) * K), x);
      trajectory += (dot(x, x) * variance(returns, i * b, (i + 1) * b)) / m;
      const weight = mean(returns, i * b, (i + 1) * b) - baseline;
      for (let j = 0; j < x.length; j++) {
        x[j] *= weight;
        direction[j] += x[j] / m;
      }
    }
    let spread = 0; // S²
    for (const x of vectors)
      for (let j = 0; j < x.length; j++) spread += (x[j] - direction[j]) ** 2 / (m - 1);
    out.trajectory = trajectory;
    out.action = spread - trajectory / b;
    out.noise = spread / m;
  };
};

/** Writes ∇θ log π(a|·) at a step: its own action is exchanged for a, and put back. # a [K], out [P] */
const scoresOf = (point: Point, batch: TrajectoryBatch) => {
  const taken = batch.actions;
  const weights = [new Float64Array(batch.steps).fill(1)];
  return (k: number, action: Float64Array, out: Float64Array): void => {
    const first = k * action.length;
    const own = taken.slice(first, first + action.length);
    taken.set(action, first);
    point.weightedScores(batch, k, k + 1, weights, [out]);
    taken.set(own, first);
  };
};
