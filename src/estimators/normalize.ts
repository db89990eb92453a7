/** How advantages are normalized over a batch. */
export interface Normalization {
  /** Whether squares are divided by n, or by n − 1. */
  readonly deviation?: "population" | "sample" | undefined;
  /** ε, added to the standard deviation. */
  readonly epsilon?: number | undefined;
}

/**
 * Shifts and scales advantages in place: A ← (A − mean) / (std + ε), with the mean and the standard deviation of the
 * first `steps` of them: of the population with ε = 1e-8 if not given. Spinning Up's is that of the population (and no
 * ε), PyTorch's `Tensor.std` that of the sample, which CleanRL and Stable-Baselines3 use with ε = 1e-8. Advantages that are all alike become zero.
 *
 * Source: common practice; Andrychowicz et al. (2021), "What matters in on-policy reinforcement learning?", §3.
 */
export const normalize = (
  advantages: Float64Array,
  steps: number,
  { deviation = "population", epsilon = 1e-8 }: Normalization = {},
): void => {
  let mean = 0;
  for (let k = 0; k < steps; k++) mean += advantages[k] / steps;
  let square = 0;
  for (let k = 0; k < steps; k++) square += (advantages[k] - mean) ** 2;
  // a single one is its own mean, whatever it is divided by
  const count = deviation === "sample" ? Math.max(1, steps - 1) : steps;
  const scale = 1 / (Math.sqrt(square / count) + epsilon);
  for (let k = 0; k < steps; k++) advantages[k] = (advantages[k] - mean) * scale;
};
