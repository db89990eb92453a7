import type { Transform } from "./kind.ts";
import { mapped } from "./mapped.ts";

/**
 * Keeps each coordinate with probability p, by a draw of its own, and makes up for the others:
 * ĝ_j ← ĝ_j M_j / p, M_j ~ Bernoulli(p). It keeps the mean and adds ((1 − p)/p) E[ĝ_j²] to the variance of
 * coordinate j, so ((1 − p)/p) E‖ĝ‖² in all.
 *
 * Source: Konečný et al. (2016), random masks; Wangni et al. (2018), with the 1/p.
 */
export const mask =
  (keep: number): Transform =>
  (estimator) =>
    mapped(estimator, {
      unbiased: true,
      ofGradient: true,
      totalVariance: (variance, meanSquare) => variance + ((1 - keep) / keep) * (variance + meanSquare),
      change(gradient, _, random) {
        for (let j = 0; j < gradient.length; j++) gradient[j] = random.next() < keep ? gradient[j] / keep : 0;
      },
    });
