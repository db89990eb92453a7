import { gradientNoiseScale } from "../statistics/gradient-noise-scale.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { finiteEstimates } from "./finite-estimates.ts";

/**
 * The gradient noise scale trΣ/‖E g‖² of one trajectory, and the limits of its 95 % interval as figures of their own:
 * it is a ratio whose divisor may be lost in noise, and then no standard error says what is known. The upper limit is
 * infinite there, and the scale itself may be negative. Good from some 50 estimates on; those that are not finite are
 * left out.
 *
 * @param gradients estimates of n trajectories each. # [count, P] @param trajectories n
 */
export const gradientNoise = (
  subject: string,
  gradients: Float64Array,
  count: number,
  trajectories: number,
): Diagnostic[] => {
  const finite = finiteEstimates(gradients, count);
  const left = finite.length / (gradients.length / count);
  const { estimate, low, high } = gradientNoiseScale(finite, left, trajectories);
  return Object.entries({
    gradient_noise_scale: estimate,
    gradient_noise_scale_low: low,
    gradient_noise_scale_high: high,
  }).map(([name, value]) => ({ subject, name, value, standardError: Number.NaN }));
};
