import { factorize, solve } from "../../linear-algebra/cholesky.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** Least share of an input's size that the inputs before it must leave unexplained, or it counts as known from them. */
const MIN_UNEXPLAINED = 1e-5;

/** The regression x' = H z, z = (x, u), over transitions. */
export interface TransitionRegression {
  /** H = [A B], by row; undefined while the transitions do not determine it. # [D, D + K] */
  coefficients(): Float64Array | undefined;
  /** Adds the transitions of a batch whose observations are the states. */
  add(batch: TrajectoryBatch): void;
  /** Takes over the sums of another. */
  copy(other: TransitionRegression): void;
  clear(): void;
  /** Σ z zᵀ and then Σ z x'ᵀ. # [n² + nD], n = D + K */
  readonly sums: Float64Array;
}

/**
 * By the normal equations, with every input scaled to a mean square of 1. Source: Golub & Van Loan (2013), §5.3.
 * @param states D @param controls K
 */
export const transitionRegression = (states: number, controls: number): TransitionRegression => {
  const D = states;
  const n = D + controls;
  const sums = new Float64Array(n * n + n * D);
  const z = new Float64Array(n);
  const factor = new Float64Array(n * n);
  const column = new Float64Array(n);
  return {
    sums,
    add({ trajectories, offsets, observations, actions, lastObservations }) {
      for (let i = 0; i < trajectories; i++) {
        for (let k = offsets[i]; k < offsets[i + 1]; k++) {
          const last = k + 1 === offsets[i + 1];
          for (let j = 0; j < D; j++) z[j] = observations[k * D + j];
          for (let j = 0; j < controls; j++) z[D + j] = actions[k * controls + j];
          for (let a = 0; a < n; a++) {
            for (let b = 0; b < n; b++) sums[a * n + b] += z[a] * z[b];
            for (let j = 0; j < D; j++) {
              const next = last ? lastObservations[i * D + j] : observations[(k + 1) * D + j];
              sums[n * n + a * D + j] += z[a] * next;
            }
          }
        }
      }
    },
    copy(other) {
      sums.set(other.sums);
    },
    clear() {
      sums.fill(0);
    },
    coefficients() {
      const size = Float64Array.from({ length: n }, (_, a) => Math.sqrt(sums[a * n + a]));
      for (let a = 0; a < n; a++)
        for (let b = 0; b < n; b++) factor[a * n + b] = sums[a * n + b] / (size[a] * size[b]);
      factorize(factor, n);
      for (let a = 0; a < n; a++) if (!(factor[a * n + a] > MIN_UNEXPLAINED)) return undefined;
      const out = new Float64Array(D * n);
      for (let j = 0; j < D; j++) {
        for (let a = 0; a < n; a++) column[a] = sums[n * n + a * D + j] / size[a];
        solve(factor, column);
        for (let a = 0; a < n; a++) out[j * n + a] = column[a] / size[a];
      }
      return out;
    },
  };
};
