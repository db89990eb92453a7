import type { Objective } from "../../problem/objective.ts";
import type { Critic, CriticMemory, Fit } from "../critic.ts";
import { blockStart, type Features } from "../features/features.ts";
import { fitted } from "../fitted.ts";
import { swept } from "../swept.ts";
import { overFeatures, weighted } from "./over-features.ts";

/**
 * Gradient Monte Carlo: w += α (G_k − w·φ_k) φ_k at every step, from the last to the first of a trajectory, with the
 * return as it was seen, truncated or not. Fitted to one batch, it begins at zero and passes over it `sweeps` times. It
 * diverges unless α ‖φ‖² is well below 2.
 *
 * Source: Sutton & Barto (2018), §9.3.
 */
export const gradientMonteCarlo = (
  features: Features,
  { discount }: Objective,
  learningRate: number,
  fit: Fit = "training",
  sweeps = 1,
): Critic => {
  const { size: p, blocks } = features;
  const weights = new Float64Array(blocks * p);
  const phi = new Float64Array(p);
  const update: CriticMemory["update"] = ({ trajectories, offsets, rewards, observations }) => {
    for (let i = 0; i < trajectories; i++) {
      let rest = 0;
      for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
        const t = k - offsets[i];
        rest = rewards[k] + discount * rest;
        features.write(observations, k, t, phi);
        const first = blockStart(features, t);
        const move = learningRate * (rest - weighted(weights, first, phi));
        for (let j = 0; j < p; j++) weights[first + j] += move * phi[j];
      }
    }
  };
  return fitted(overFeatures(features, weights, swept(weights, update, sweeps)), fit);
};
