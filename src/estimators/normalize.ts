/** ε, added to the standard deviation. */
const EPSILON = 1e-8;

/**
 * Shifts and scales advantages in place: A ← (A − mean) / (std + ε), with the mean and the (population) standard
 * deviation of the first `steps` of them. Advantages that are all alike become zero.
 *
 * Source: common practice; Andrychowicz et al. (2021), "What matters in on-policy reinforcement learning?", §3.
 */
export const normalize = (advantages: Float64Array, steps: number): void => {
  let mean = 0;
  for (let k = 0; k < steps; k++) mean += advantages[k] / steps;
  let square = 0;
  for (let k = 0; k < steps; k++) square += (advantages[k] - mean) ** 2;
  const scale = 1 / (Math.sqrt(square / steps) + EPSILON);
  for (let k = 0; k < steps; k++) advantages[k] = (advantages[k] - mean) * scale;
};
