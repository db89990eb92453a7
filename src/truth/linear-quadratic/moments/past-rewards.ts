import { power } from "../../../arithmetic/power.ts";
import { congruent, multiply, transpose } from "../../../linear-algebra/matrix.ts";
import { feedback } from "../bellman.ts";
import { afterAffine, quadraticParts, quadraticSize } from "../quadratic.ts";
import type { LinearQuadraticSolution } from "../solution.ts";

/** The return collected before t, H_t = Σ_{s<t} γˢ r_s, minus b(x_0), given x_t: quadratics of x. # [T][1 + D + D²] */
export interface PastRewards {
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
}

/** A variance this much smaller than its coordinate's own is rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * Forward over t: given x_{t+1} = y, z_t = (x_t, u_t) is Gaussian with a mean m + L (y − μ_{t+1}) and a covariance C,
 * the same for every y, and H_{t+1} − H_t = γᵗ r_t is a quadratic of z and y; so, with a quadratic f(z) = … + pᵀz + zᵀMz,
 *
 *   E[f(z)|y] = f(z̄) + tr(MC),  Var(f(z)|y) = 2 tr(MCMC) + gᵀCg,  g = 2Mz̄ + p,  z̄ = E[z|y].
 *
 * @param baseline b, a quadratic of x_0. # [1 + D + D²]
 */
export const pastRewardsOf = (solution: LinearQuadraticSolution, baseline: Float64Array): PastRewards => {
  const { dynamics, objective } = solution;
  const { states: D, size: K, model } = dynamics;
  const n = D + K;
  const means: Float64Array[] = [baseline.map((x) => -x)];
  const variances: Float64Array[] = [new Float64Array(quadraticSize(D))];
  for (let t = 0; t + 1 < objective.horizon; t++) {
    const discounted = power(objective.discount, t);
    const { gain, shift, covariance } = backwards(solution, t);
    const after = (row: Float64Array): Float64Array => {
      const out = afterAffine(row, n, gain, D, shift);
      out[0] += trace(quadraticParts(row, 0, n).matrix, covariance);
      return out;
    };
    const paid = ofBoth(means[t], D, n);
    const { linear, matrix } = quadraticParts(paid, 0, n);
    for (let i = 0; i < K; i++)
      for (let j = 0; j < K; j++) matrix[(D + i) * n + D + j] -= discounted * model.R[i * K + j];
    if (model.costOn === "current-state")
      for (let i = 0; i < D; i++)
        for (let j = 0; j < D; j++) matrix[i * n + j] -= discounted * model.Q[i * D + j];
    const mean = after(paid);
    if (model.costOn === "next-state")
      for (let k = 0; k < D * D; k++) mean[1 + D + k] -= discounted * model.Q[k];

    const turned = multiply(matrix, covariance, n, n, n); // MC
    const slope = multiply(turned, linear, n, n, 1);
    const spread = new Float64Array(quadraticSize(n)); // gᵀCg
    spread[0] =
      trace(multiply(covariance, linear, n, n, 1), linear) + 2 * trace(turned, transpose(turned, n, n));
    for (let i = 0; i < n; i++) spread[1 + i] = 4 * slope[i];
    spread.set(
      congruent(matrix, covariance, n, n).map((x) => 4 * x),
      1 + n,
    );
    const variance = after(ofBoth(variances[t], D, n));
    for (const [k, x] of afterAffine(spread, n, gain, D, shift).entries()) variance[k] += x;
    means.push(mean);
    variances.push(variance);
  }
  return { means, variances };
};

/** z_t given x_{t+1} = y: mean L y + s, covariance C. */
const backwards = ({ dynamics, control, means, covariances }: LinearQuadraticSolution, t: number) => {
  const { states: D, size: K, step, model } = dynamics;
  const n = D + K;
  const outer = feedback(control.gain, D, K);
  const prior = congruent(transpose(outer, n, D), covariances.subarray(t * D * D, (t + 1) * D * D), D, n);
  for (let k = 0; k < K; k++) prior[(D + k) * n + D + k] += control.deviation[k] ** 2;
  const later = covariances.slice((t + 1) * D * D, (t + 2) * D * D);
  const joint = multiply(step, prior, D, n, n); // Cov(x', z)
  const gain = transpose(solveSemidefinite(later, joint, D, n), D, n); // L. # [n, D]
  const rest = multiply(gain, step, n, D, n).map((x, k) => (k % (n + 1) === 0 ? 1 : 0) - x); // I − LH
  const covariance = congruent(transpose(rest, n, n), prior, n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < D; k++)
        covariance[i * n + j] += gain[i * D + k] * model.noise[k] ** 2 * gain[j * D + k];
  const shift = multiply(outer, means.subarray(t * D, (t + 1) * D), n, D, 1);
  for (let k = 0; k < K; k++) shift[D + k] += control.offset(t)[k];
  const back = multiply(gain, means.subarray((t + 1) * D, (t + 2) * D), n, D, 1);
  return { gain, shift: shift.map((x, i) => x - back[i]), covariance };
};

/** Some X with S X = Y, where Y lies in the range of S, which may be singular. @param right Y. # [size, columns] */
const solveSemidefinite = (
  matrix: Float64Array,
  right: Float64Array,
  size: number,
  columns: number,
): Float64Array => {
  const S = matrix.slice();
  const X = right.slice();
  const own = Float64Array.from({ length: size }, (_, i) => S[i * size + i]);
  for (let c = 0; c < size; c++) {
    const empty = !(S[c * size + c] > NEGLIGIBLE * own[c]);
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = empty ? 0 : S[r * size + c] / S[c * size + c];
      for (let l = 0; l < size; l++) S[r * size + l] -= factor * S[c * size + l];
      for (let l = 0; l < columns; l++) X[r * columns + l] -= factor * X[c * columns + l];
    }
    if (!empty) continue;
    for (let l = 0; l < size; l++) S[c * size + l] = S[l * size + c] = 0; // its coordinate of X is taken as 0
    for (let l = 0; l < columns; l++) X[c * columns + l] = 0;
  }
  for (let c = 0; c < size; c++)
    for (let l = 0; l < columns; l++) {
      const pivot = S[c * size + c];
      X[c * columns + l] = pivot === 0 ? 0 : X[c * columns + l] / pivot;
    }
  return X;
};

/** Σ_k M_k N_k: tr(MN) of symmetric matrices. */
const trace = (M: Float64Array, N: Float64Array): number => M.reduce((sum, x, k) => sum + x * N[k], 0);

/** A quadratic of x as one of z = (x, u). */
const ofBoth = (row: Float64Array, D: number, n: number): Float64Array => {
  const out = new Float64Array(quadraticSize(n));
  const { constant, linear, matrix } = quadraticParts(row, 0, D);
  out[0] = constant;
  out.set(linear, 1);
  for (let i = 0; i < D; i++) out.set(matrix.subarray(i * D, (i + 1) * D), 1 + n + i * n);
  return out;
};
