import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { congruent, multiply, transpose } from "../../linear-algebra/matrix.ts";
import { type GaussianControl, parametersOf, readControl } from "../../policies/gaussian-control.ts";
import type { GaussianShape } from "../../policies/policy.ts";
import type { TruthAt } from "../../problem/exact.ts";
import type { Objective } from "../../problem/objective.ts";
import { roundingByTheta } from "../rounding.ts";
import { actionValue, type Dynamics, dynamicsOf, feedback, stateValue } from "./bellman.ts";
import { quadraticAt, quadraticParts, quadraticSize } from "./quadratic.ts";

/** Numbers in the largest table that is kept (512 MiB of float64). */
const MAX_NUMBERS = 2 ** 26;

/**
 * Exact quantities of a linear-quadratic problem under a Gaussian policy u = K x + b_t + σε: V_t and Q_t are
 * quadratics, with V_T = 0, and x_t is Gaussian with the mean μ_t and the covariance S_t,
 *
 *   μ_{t+1} = A μ_t + B (K μ_t + b_t),  S_{t+1} = (A + BK) S_t (A + BK)ᵀ + B diag(σ²) Bᵀ + diag(noise²).
 *
 * J = E[V_0(x_0)], and with Q_t(z) = … + qᵀz + zᵀMz at z = (x, u),
 *
 *   ∇_K J = Σ_t c_t E[(2Mz + q)_u xᵀ],  ∇_{b_t} J = c_t E[(2Mz + q)_u],  ∂J/∂log σ_k = Σ_t c_t 2σ_k² M_{u_k u_k},
 *
 * c_t = γᵗ, or 1 with the state weight "none": the direction that estimators without γᵗ follow. Everything is computed
 * when first read after `restart`. Cost O(T (D + K)³). Source: the recursions of Bertsekas (2017), Dynamic Programming
 * and Optimal Control I, §3.1, for a fixed policy; the gradient is that of Fazel et al. (2018), ICML, at a finite horizon.
 */
export class LinearQuadraticSolution implements TruthAt {
  readonly dynamics: Dynamics;
  readonly objective: Objective;
  readonly shape: GaussianShape;
  /** Read whenever tables are computed. # [P] */
  readonly theta: Float64Array;
  #tables: Tables | undefined;

  /** @throws RangeError where θ is not as long as the shape asks for, or the tables would be too large */
  constructor(model: LinearQuadraticModel, objective: Objective, shape: GaussianShape, theta: Float64Array) {
    this.dynamics = dynamicsOf(model);
    this.objective = objective;
    this.shape = shape;
    this.theta = theta;
    const { states, size } = this.dynamics;
    const expected = parametersOf(shape, states, size, objective.horizon);
    if (theta.length !== expected)
      throw new RangeError(`θ has ${theta.length} numbers; this Gaussian policy has ${expected}`);
    const numbers = objective.horizon * quadraticSize(states + size);
    if (numbers > MAX_NUMBERS)
      throw new RangeError(
        `exact values of ${objective.horizon} steps of ${states} states and ${size} actions need ${numbers} numbers; ` +
          `at most ${MAX_NUMBERS} are kept`,
      );
  }

  /** Forgets the tables, because θ has changed. */
  restart(): void {
    this.#tables = undefined;
  }

  /** J(θ). */
  get value(): number {
    return this.meanReturns[0];
  }

  /** V_t, quadratics of x: see `quadraticSize`. # [T + 1, 1 + D + D²] */
  get values(): Float64Array {
    return this.#solved.values;
  }

  /** Q_t, quadratics of z = (x, u) with n = D + K coordinates. # [T, 1 + n + n²] */
  get actionValues(): Float64Array {
    return this.#solved.actionValues;
  }

  /** E[x_t]. # [T + 1, D] */
  get means(): Float64Array {
    return this.#solved.means;
  }

  /** Cov(x_t). # [T + 1, D, D] */
  get covariances(): Float64Array {
    return this.#solved.covariances;
  }

  /** E[G_t], the mean return from time t on; 0 at T. # [T + 1] */
  get meanReturns(): Float64Array {
    return this.#solved.meanReturns;
  }

  /** The policy at θ. */
  get control(): GaussianControl {
    return this.#solved.control;
  }

  /** V_t(x). @param states x is read from index `first` on */
  valueAt(t: number, states: ArrayLike<number>, first = 0): number {
    return quadraticAt(this.values, t, this.dynamics.states, states, first);
  }

  /** Q_t(x, u). @param state [D] @param action [K] */
  actionValueAt(t: number, state: ArrayLike<number>, action: ArrayLike<number>): number {
    const { states: D, size: K } = this.dynamics;
    const z = new Float64Array(D + K);
    z.set(state);
    z.set(action, D);
    return quadraticAt(this.actionValues, t, D + K, z);
  }

  gradient(out: Float64Array): void {
    const { states: D, size: K } = this.dynamics;
    const { control, actionValues, means, covariances } = this.#solved;
    const { horizon, discount, stateWeight } = this.objective;
    const { mean, bias, deviation } = this.shape;
    const n = D + K;
    const outer = feedback(control.gain, D, K);
    out.fill(0);
    let coefficient = 1;
    for (let t = 0; t < horizon; t++) {
      const { linear, matrix } = quadraticParts(actionValues, t, n);
      const mu = means.subarray(t * D, (t + 1) * D);
      const z = multiply(outer, mu, n, D, 1); // E[z]
      for (const [k, b] of control.offset(t).entries()) z[D + k] += b;
      const slope = multiply(matrix, z, n, n, 1).map((x, i) => 2 * x + linear[i]);
      const spread = multiply(outer, covariances.subarray(t * D * D, (t + 1) * D * D), n, D, D); // Cov(z, x)
      const bent = multiply(matrix, spread, n, n, D);
      for (let k = 0; k < K; k++) {
        const row = D + k;
        if (mean === "time") out[t * K + k] = coefficient * slope[row];
        else
          for (let j = 0; j < D; j++)
            out[k * D + j] += coefficient * (2 * bent[row * D + j] + slope[row] * mu[j]);
        if (bias && mean === "linear") out[K * D + k] += coefficient * slope[row];
        if (deviation === "learned")
          out[out.length - K + k] += coefficient * 2 * control.deviation[k] ** 2 * matrix[row * n + row];
      }
      if (stateWeight === "discounted") coefficient *= discount;
    }
  }

  rounding(): number {
    return roundingByTheta(this.theta, (theta) => {
      const out = new Float64Array(theta.length);
      new LinearQuadraticSolution(this.dynamics.model, this.objective, this.shape, theta).gradient(out);
      return out;
    });
  }

  get #solved(): Tables {
    this.#tables ??= solve(this.dynamics, this.objective, this.shape, this.theta);
    return this.#tables;
  }
}

interface Tables {
  readonly control: GaussianControl;
  readonly values: Float64Array;
  readonly actionValues: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
  readonly meanReturns: Float64Array;
}

const solve = (
  dynamics: Dynamics,
  { horizon, discount }: Objective,
  shape: GaussianShape,
  theta: Float64Array,
): Tables => {
  const { states: D, size: K, model } = dynamics;
  const n = D + K;
  const control = readControl(shape, theta, D, K);
  const values = new Float64Array((horizon + 1) * quadraticSize(D));
  const actionValues = new Float64Array(horizon * quadraticSize(n));
  for (let t = horizon - 1; t >= 0; t--) {
    const ahead = actionValue(dynamics, discount, values.subarray((t + 1) * quadraticSize(D)));
    actionValues.set(ahead, t * quadraticSize(n));
    values.set(stateValue(dynamics, control, t, ahead), t * quadraticSize(D));
  }

  const means = new Float64Array((horizon + 1) * D);
  const covariances = new Float64Array((horizon + 1) * D * D);
  const meanReturns = new Float64Array(horizon + 1);
  const closed = multiply(dynamics.step, feedback(control.gain, D, K), D, n, D); // A + BK
  const across = transpose(closed, D, D);
  let mean: Float64Array = model.start;
  let covariance: Float64Array = new Float64Array(D * D);
  for (let i = 0; i < D; i++) covariance[i * D + i] = model.startDeviation[i] ** 2;
  for (let t = 0; t <= horizon; t++) {
    means.set(mean, t * D);
    covariances.set(covariance, t * D * D);
    const { matrix } = quadraticParts(values, t, D);
    meanReturns[t] = quadraticAt(values, t, D, mean);
    for (let k = 0; k < D * D; k++) meanReturns[t] += matrix[k] * covariance[k];
    if (t === horizon) break;
    const push = multiply(model.B, control.offset(t), D, K, 1);
    mean = multiply(closed, mean, D, D, 1).map((x, i) => x + push[i]);
    covariance = congruent(across, covariance, D, D);
    for (let i = 0; i < D; i++) {
      covariance[i * D + i] += model.noise[i] ** 2;
      for (let j = 0; j < D; j++)
        for (let k = 0; k < K; k++)
          covariance[i * D + j] += model.B[i * K + k] * control.deviation[k] ** 2 * model.B[j * K + k];
    }
  }
  return { control, values, actionValues, means, covariances, meanReturns };
};
