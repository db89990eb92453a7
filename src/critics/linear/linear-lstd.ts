import type { Objective } from "../../problem/objective.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic, Fit } from "../critic.ts";
import { fadingSums } from "../fading-sums.ts";
import { blockStart, type Features } from "../features/features.ts";
import { fitted } from "../fitted.ts";
import { needRoom, solveBlock } from "./normal-equations.ts";
import { overFeatures } from "./over-features.ts";

/**
 * Least-squares temporal differences on features of observations, as `lstd` on discrete states: (M − N + ridge·I) w = b
 * with M = Σ_k φ_k φ_kᵀ, N = γ Σ_k φ_k φ_{k+1}ᵀ and b = Σ_k φ_k r_k; φ_{k+1} is that of the last observation where the
 * horizon cut the trajectory off, and zero after termination. Where every time has its own weights, the equations are
 * (M_t + ridge·I) w_t = b_t + N_t w_{t+1} with w_T = 0, solved from the last time to the first: a regression of
 * r_t + γ V_{t+1} on φ at each time. Where γ = 1 and nothing terminates, one set of weights needs the horizon "end": with
 * a bootstrap the sum of rewards to come has no end either, and only the ridge bounds w.
 *
 * Source: Bradtke & Barto (1996), Machine Learning 22; Sutton & Barto (2018), §9.8.
 *
 * @param ridge > 0, so that features that were never seen have the weight zero
 */
export const linearLstd = (
  features: Features,
  { discount }: Objective,
  ridge: number,
  decay: number,
  fit: Fit = "training",
): Critic => {
  const { size: p, blocks } = features;
  needRoom(features, 2);
  const weights = new Float64Array(blocks * p);
  const own = new Float64Array(blocks * p * p); // M
  const ahead = new Float64Array(blocks * p * p); // N
  const sums = new Float64Array(blocks * p); // b
  let phi = new Float64Array(p);
  let next = new Float64Array(p);

  const add = (batch: TrajectoryBatch): void => {
    const { trajectories, offsets, rewards, observations, lastObservations, terminated } = batch;
    for (let i = 0; i < trajectories; i++) {
      const last = offsets[i + 1] - 1;
      features.write(observations, offsets[i], 0, phi);
      for (let k = offsets[i]; k <= last; k++) {
        const t = k - offsets[i];
        if (k < last) features.write(observations, k + 1, t + 1, next);
        else if (terminated[i] === 0) features.write(lastObservations, i, t + 1, next);
        else next.fill(0);
        const first = blockStart(features, t);
        for (let j = 0; j < p; j++) {
          const x = phi[j];
          if (x === 0) continue;
          sums[first + j] += x * rewards[k];
          const row = (first + j) * p;
          for (let l = 0; l < p; l++) {
            own[row + l] += x * phi[l];
            ahead[row + l] += x * discount * next[l];
          }
        }
        [phi, next] = [next, phi];
      }
    }
  };
  const matrix = new Float64Array(p * p);
  const solveAll = (): void => {
    weights.set(sums);
    if (blocks === 1) {
      for (let j = 0; j < p * p; j++) matrix[j] = own[j] - ahead[j];
      solveBlock(matrix, ridge, weights);
      return;
    }
    for (let t = blocks - 1; t >= 0; t--) {
      const first = t * p;
      for (let j = 0; j < p && t < blocks - 1; j++)
        for (let l = 0; l < p; l++) weights[first + j] += ahead[(first + j) * p + l] * weights[first + p + l];
      matrix.set(own.subarray(first * p, (first + p) * p));
      solveBlock(matrix, ridge, weights.subarray(first, first + p));
    }
  };
  const memory = fadingSums({
    solution: weights,
    sums: { own, ahead, sums },
    decay,
    add,
    solve: solveAll,
  });
  return fitted(overFeatures(features, weights, memory), fit);
};
