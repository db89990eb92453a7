import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { congruent, multiply } from "../../linear-algebra/matrix.ts";
import type { GaussianControl } from "../../policies/gaussian-control.ts";
import { afterAffine, quadraticParts, quadraticSize } from "./quadratic.ts";

/** A model and what follows from it once and for all; z = (x, u) has n = D + K coordinates. */
export interface Dynamics {
  readonly model: LinearQuadraticModel;
  readonly states: number; // D
  readonly size: number; // K
  /** H = [A B], so that x' = Hz + w. # [D, n] */
  readonly step: Float64Array;
}

export const dynamicsOf = (model: LinearQuadraticModel): Dynamics => {
  const { A, B, start } = model;
  const D = start.length;
  const K = B.length / D;
  const step = new Float64Array(D * (D + K));
  for (let i = 0; i < D; i++) {
    step.set(A.subarray(i * D, (i + 1) * D), i * (D + K));
    step.set(B.subarray(i * K, (i + 1) * K), i * (D + K) + D);
  }
  return { model, states: D, size: K, step };
};

/**
 * Q(z) = −uᵀRu − [cost on x] xᵀQx + E[W(x')],  W(y) = γ V'(y) − [cost on x'] yᵀQy.
 *
 * @param later V' of the next step, a quadratic of x @returns a quadratic of z
 */
export const actionValue = (
  { model, states: D, size: K, step }: Dynamics,
  discount: number,
  later: Float64Array,
): Float64Array => {
  const { Q, R, noise, costOn } = model;
  const n = D + K;
  const { constant, linear, matrix } = quadraticParts(later, 0, D);
  const ahead = matrix.map((x, k) => discount * x - (costOn === "next-state" ? Q[k] : 0));
  const out = new Float64Array(quadraticSize(n));
  out[0] = discount * constant;
  for (let i = 0; i < D; i++) out[0] += noise[i] ** 2 * ahead[i * D + i];
  for (const [j, x] of multiply(linear, step, 1, D, n).entries()) out[1 + j] = discount * x;
  const curved = congruent(step, ahead, D, n);
  if (costOn === "current-state")
    for (let i = 0; i < D; i++) for (let j = 0; j < D; j++) curved[i * n + j] -= Q[i * D + j];
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) curved[(D + i) * n + D + j] -= R[i * K + j];
  out.set(curved, 1 + n);
  return out;
};

/** G = [I; K], so that z = G x + (0, b) + (0, σε). # [n, D] */
export const feedback = (gain: Float64Array, D: number, K: number): Float64Array => {
  const out = new Float64Array((D + K) * D);
  for (let i = 0; i < D; i++) out[i * D + i] = 1;
  out.set(gain, D * D);
  return out;
};

/** V(x) = E[Q(x, u)], u = K x + b_t + σε. @param ahead Q, a quadratic of z @returns a quadratic of x */
export const stateValue = (
  { states: D, size: K }: Dynamics,
  { gain, deviation, offset }: GaussianControl,
  t: number,
  ahead: Float64Array,
): Float64Array => {
  const n = D + K;
  const { matrix } = quadraticParts(ahead, 0, n);
  const shift = new Float64Array(n);
  shift.set(offset(t), D);
  const out = afterAffine(ahead, n, feedback(gain, D, K), D, shift);
  for (let k = 0; k < K; k++) out[0] += deviation[k] ** 2 * matrix[(D + k) * n + D + k];
  return out;
};
