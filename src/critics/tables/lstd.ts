import { solve } from "../../linear-algebra/gauss.ts";
import type { Objective } from "../../problem/objective.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic, Fit } from "../critic.ts";
import { fadingSums } from "../fading-sums.ts";
import { fitted } from "../fitted.ts";
import { tabular } from "./table.ts";

/**
 * Least-squares temporal differences: V(s) = w·φ(s) with (A + ridge·I) w = b, A = Σ_k φ(s_k) (φ(s_k) − γ φ(s_{k+1}))ᵀ
 * and b = Σ_k φ(s_k) r_k. After termination φ is zero; a truncated trajectory goes on to its last state. Along
 * training, A and b of earlier batches are kept with the weight `decay` per batch. Cost O(D²) per step, O(D³) per fit.
 *
 * Source: Bradtke & Barto (1996), Machine Learning 22; Sutton & Barto (2018), §9.8.
 *
 * @param features φ of every state. # [S, D]
 * @param ridge > 0, so that features that were never seen have the weight zero
 */
export const lstd = (
  states: number,
  features: Float64Array,
  { discount, horizon }: Objective,
  ridge: number,
  decay: number,
  fit: Fit = "training",
): Critic => {
  const D = features.length / states;
  const table = new Float64Array(states);
  const A = new Float64Array(D * D);
  const b = new Float64Array(D);

  const add = (batch: TrajectoryBatch): void => {
    for (let i = 0; i < batch.trajectories; i++) {
      const last = batch.offsets[i + 1] - 1;
      for (let k = batch.offsets[i]; k <= last; k++) {
        const here = batch.states[k] * D;
        const ended = k === last && batch.terminated[i] === 1;
        const next = (k < last ? batch.states[k + 1] : batch.lastStates[i]) * D;
        for (let j = 0; j < D; j++) {
          const x = features[here + j];
          if (x === 0) continue;
          b[j] += x * batch.rewards[k];
          for (let l = 0; l < D; l++)
            A[j * D + l] += x * (features[here + l] - (ended ? 0 : discount * features[next + l]));
        }
      }
    }
  };
  const valuesFromSums = (): void => {
    const weights = b.slice();
    const matrix = A.slice();
    for (let j = 0; j < D; j++) matrix[j * D + j] += ridge;
    solve(matrix, weights);
    for (let s = 0; s < states; s++) {
      table[s] = 0;
      for (let j = 0; j < D; j++) table[s] += weights[j] * features[s * D + j];
    }
  };
  const memory = fadingSums({ solution: table, sums: { A, b }, decay, add, solve: valuesFromSums });
  return fitted(tabular(table, horizon, memory), fit);
};

/** One feature per state. # [S, S] */
export const oneHot = (states: number): Float64Array => {
  const features = new Float64Array(states * states);
  for (let s = 0; s < states; s++) features[s * states + s] = 1;
  return features;
};
