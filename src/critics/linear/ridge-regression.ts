import type { Objective } from "../../problem/objective.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic, Fit } from "../critic.ts";
import { fadingSums } from "../fading-sums.ts";
import { blockStart, type Features } from "../features/features.ts";
import { fitted } from "../fitted.ts";
import { needRoom, solveBlock } from "./normal-equations.ts";
import { overFeatures } from "./over-features.ts";

/**
 * Least squares of the reward-to-go on features: V = w · φ with (Σ_k φ_k φ_kᵀ + ridge·I) w = Σ_k φ_k G_k, the return G as
 * it was seen, truncated or not. Where every time has its own weights, the steps of each time are a regression of their
 * own, and V_T = 0. Along training, the sums of earlier batches are kept with the weight `decay` per batch. Cost O(p²)
 * per step and O(p³) per fit and set of weights.
 *
 * Source: Hoerl & Kennard (1970), Technometrics 12; the baseline so fitted, Duan et al. (2016), ICML.
 *
 * @param ridge > 0, so that features that were never seen have the weight zero
 */
export const ridgeRegression = (
  features: Features,
  { discount }: Objective,
  ridge: number,
  decay: number,
  fit: Fit = "training",
): Critic => {
  const { size: p, blocks } = features;
  needRoom(features, 1);
  const weights = new Float64Array(blocks * p);
  const products = new Float64Array(blocks * p * p); // Σ φφᵀ, of which the lower triangles are summed
  const sums = new Float64Array(blocks * p); // Σ φG
  const phi = new Float64Array(p);

  const add = ({ trajectories, offsets, rewards, observations }: TrajectoryBatch): void => {
    for (let i = 0; i < trajectories; i++) {
      let rest = 0;
      for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
        const t = k - offsets[i];
        rest = rewards[k] + discount * rest;
        features.write(observations, k, t, phi);
        const first = blockStart(features, t);
        for (let j = 0; j < p; j++) {
          const x = phi[j];
          sums[first + j] += x * rest;
          const row = (first + j) * p;
          for (let l = 0; l <= j; l++) products[row + l] += x * phi[l];
        }
      }
    }
  };
  const matrix = new Float64Array(p * p);
  const solve = (): void => {
    weights.set(sums);
    for (let block = 0; block < blocks; block++) {
      const begin = block * p * p;
      for (let j = 0; j < p; j++)
        for (let l = 0; l <= j; l++) matrix[j * p + l] = matrix[l * p + j] = products[begin + j * p + l];
      solveBlock(matrix, ridge, weights.subarray(block * p, (block + 1) * p));
    }
  };
  const memory = fadingSums({ solution: weights, sums: { products, sums }, decay, add, solve });
  return fitted(overFeatures(features, weights, memory), fit);
};
