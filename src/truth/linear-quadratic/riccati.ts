import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { solve } from "../../linear-algebra/gauss.ts";
import { actionValue, type Dynamics, dynamicsOf, stateValue } from "./bellman.ts";
import { quadraticAt, quadraticParts, quadraticSize } from "./quadratic.ts";

/** Steps after which a stationary solution is given up. */
const MAX_STEPS = 100_000;

/** The best that can be done in T steps. */
export interface OptimalControl {
  /** u_t = K_t x. # [T, K, D] */
  readonly gains: Float64Array;
  /** V*_t, quadratics of x. # [T + 1, 1 + D + D²] */
  readonly values: Float64Array;
  /** E[V*_0(x_0)]. */
  readonly value: number;
}

/** The best that can be done for ever. */
export interface StationaryControl {
  /** u = K x. # [K, D] */
  readonly gain: Float64Array;
  /** P of V*(x) = xᵀPx + a constant. # [D, D] */
  readonly matrix: Float64Array;
  /** What the noise of one step brings on, E[wᵀ(γP − [cost on x'] Q)w]: the mean reward of a step where γ = 1. */
  readonly noiseReward: number;
  /** E[V*(x_0)] = E[x_0ᵀPx_0] + noiseReward/(1 − γ); −∞ where γ = 1 and there is noise. */
  readonly value: number;
}

/**
 * The time-varying optimum, by the Riccati recursion: with Q_t(z) = … + zᵀMz, K_t = −M_uu⁻¹ M_ux and V_t = Q_t(x, K_t x).
 * Source: Bertsekas (2017), Dynamic Programming and Optimal Control I, §3.1.
 *
 * @throws RangeError where the best action is not unique, as it is if R is positive definite
 */
export const optimalControl = (
  model: LinearQuadraticModel,
  discount: number,
  horizon: number,
): OptimalControl => {
  const dynamics = dynamicsOf(model);
  const { states: D, size: K } = dynamics;
  const row = quadraticSize(D);
  const gains = new Float64Array(horizon * K * D);
  const values = new Float64Array((horizon + 1) * row);
  for (let t = horizon - 1; t >= 0; t--) {
    const { gain, value } = improve(dynamics, discount, values.subarray((t + 1) * row, (t + 2) * row));
    gains.set(gain, t * K * D);
    values.set(value, t * row);
  }
  return { gains, values, value: meanOverStarts(model, values) };
};

/**
 * The limit of the Riccati recursion for an infinite horizon; with γ = 1 its gain is the one of least average cost.
 * @throws RangeError where it does not settle (nothing stabilizes the system), or the best action is not unique
 */
export const stationaryControl = (model: LinearQuadraticModel, discount: number): StationaryControl => {
  const dynamics = dynamicsOf(model);
  const D = dynamics.states;
  let last: Float64Array = new Float64Array(quadraticSize(D));
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gain, value } = improve(dynamics, discount, last);
    const noiseReward = value[0];
    value[0] = 0;
    let [change, largest] = [0, 0];
    for (let k = 0; k < value.length; k++) {
      change = Math.max(change, Math.abs(value[k] - last[k]));
      largest = Math.max(largest, Math.abs(value[k]));
    }
    last = value;
    if (!Number.isFinite(largest)) break;
    if (change > 1e-14 * largest) continue;
    const rest = noiseReward === 0 ? 0 : noiseReward / (1 - discount);
    return {
      gain,
      matrix: last.slice(1 + D),
      noiseReward,
      value: meanOverStarts(model, last) + rest,
    };
  }
  throw new RangeError(`the Riccati recursion did not settle in ${MAX_STEPS} steps: no control is stable`);
};

/** One step of the recursion. @param later V' # [1 + D + D²] */
const improve = (dynamics: Dynamics, discount: number, later: Float64Array) => {
  const { states: D, size: K } = dynamics;
  const n = D + K;
  const ahead = actionValue(dynamics, discount, later);
  const { matrix } = quadraticParts(ahead, 0, n);
  const gain = new Float64Array(K * D);
  for (let j = 0; j < D; j++) {
    const curvature = new Float64Array(K * K);
    for (let k = 0; k < K; k++) curvature.set(matrix.subarray((D + k) * n + D, (D + k + 1) * n), k * K);
    const column = Float64Array.from({ length: K }, (_, k) => -matrix[(D + k) * n + j]);
    solve(curvature, column);
    for (let k = 0; k < K; k++) gain[k * D + j] = column[k];
  }
  const still = new Float64Array(K);
  const value = stateValue(dynamics, { gain, deviation: still, offset: () => still }, 0, ahead);
  return { gain, value };
};

const meanOverStarts = ({ start, startDeviation }: LinearQuadraticModel, values: Float64Array): number => {
  const D = start.length;
  const { matrix } = quadraticParts(values, 0, D);
  let value = quadraticAt(values, 0, D, start);
  for (let i = 0; i < D; i++) value += matrix[i * D + i] * startDeviation[i] ** 2;
  return value;
};
