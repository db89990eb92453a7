import type { Objective } from "../../problem/objective.ts";
import type { Critic, CriticMemory, Fit } from "../critic.ts";
import { blockStart, type Features } from "../features/features.ts";
import { fitted } from "../fitted.ts";
import { swept } from "../swept.ts";
import { overFeatures, weighted } from "./over-features.ts";

/**
 * TD(λ) with accumulating traces, linear in features: at every step e ← γλ e + φ_k and w += α δ_k e, with
 * δ_k = r_k + γ V(x_{k+1}) − V(x_k). Traces are zero at the start of a trajectory. The bootstrap is zero after
 * termination only; a trajectory cut off by the horizon bootstraps from its last observation. Fitted to one batch, it
 * begins at zero and passes over it `sweeps` times. It diverges unless α ‖φ‖² is well below 2.
 *
 * Source: Sutton & Barto (2018), §12.2, semi-gradient TD(λ).
 */
export const linearTd = (
  features: Features,
  { discount }: Objective,
  lambda: number,
  learningRate: number,
  fit: Fit = "training",
  sweeps = 1,
): Critic => {
  const { size: p, blocks } = features;
  const weights = new Float64Array(blocks * p);
  const trace = new Float64Array(blocks * p);
  const decay = discount * lambda;
  let phi = new Float64Array(p);
  let next = new Float64Array(p);
  const update: CriticMemory["update"] = (batch) => {
    const { trajectories, offsets, rewards, observations, lastObservations, terminated } = batch;
    for (let i = 0; i < trajectories; i++) {
      const last = offsets[i + 1] - 1;
      trace.fill(0);
      features.write(observations, offsets[i], 0, phi);
      for (let k = offsets[i]; k <= last; k++) {
        const t = k - offsets[i];
        const first = blockStart(features, t);
        let later = 0;
        if (k < last) features.write(observations, k + 1, t + 1, next);
        else if (terminated[i] === 0) features.write(lastObservations, i, t + 1, next);
        if (k < last || terminated[i] === 0) later = weighted(weights, blockStart(features, t + 1), next);
        const move = learningRate * (rewards[k] + discount * later - weighted(weights, first, phi));
        for (let j = decay === 0 ? first : 0; j < first + p; j++) trace[j] *= decay;
        for (let j = 0; j < p; j++) trace[first + j] += phi[j];
        for (let j = decay === 0 ? first : 0; j < first + p; j++) weights[j] += move * trace[j];
        [phi, next] = [next, phi];
      }
    }
  };
  return fitted(overFeatures(features, weights, swept(weights, update, sweeps)), fit);
};
