import type { CriticMemory, LearningCritic } from "../critic.ts";
import { blockStart, type Features } from "../features/features.ts";

/**
 * A critic whose values are linear in features, V_t(x) = w_t · φ(x, t), and that learns by changing the weights.
 * @param weights w. # [blocks, p]
 */
export const overFeatures = (
  features: Features,
  weights: Float64Array,
  memory: CriticMemory,
): LearningCritic => {
  const phi = new Float64Array(features.size);
  const { table } = features;
  return {
    evaluate({ trajectories, offsets, observations, lastObservations }, _, values, ends) {
      for (let i = 0; i < trajectories; i++) {
        const first = offsets[i];
        const end = offsets[i + 1];
        for (let k = first; k < end; k++) {
          features.write(observations, k, k - first, phi);
          values[k] = weighted(weights, blockStart(features, k - first), phi);
        }
        features.write(lastObservations, i, end - first, phi);
        ends[i] = weighted(weights, blockStart(features, end - first), phi);
      }
    },
    memory,
    ...(table && { table: () => table(weights) }),
  };
};

/** w · φ. @param weights w is read from index `begin` on */
export const weighted = (weights: Float64Array, begin: number, phi: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < phi.length; j++) sum += weights[begin + j] * phi[j];
  return sum;
};
