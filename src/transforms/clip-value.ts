import type { Transform } from "./kind.ts";
import { mapped } from "./mapped.ts";

/**
 * Clips each coordinate: ĝ_j ← max(−c, min(c, ĝ_j)). Turns the direction and biases the mean.
 *
 * Source: Mikolov (2012), Statistical Language Models Based on Neural Networks, §3.
 */
export const clipValue =
  (max: number): Transform =>
  (estimator) =>
    mapped(estimator, {
      unbiased: false,
      ofGradient: true,
      change(gradient) {
        for (let j = 0; j < gradient.length; j++) gradient[j] = Math.max(-max, Math.min(max, gradient[j]));
      },
    });
