import type { Transform } from "./kind.ts";
import { mapped } from "./mapped.ts";

/**
 * Keeps the sign of each coordinate: ĝ_j ← sign ĝ_j, and 0 where it is 0. Biased: its expectation is
 * P(ĝ_j > 0) − P(ĝ_j < 0), which need not even have the sign of the mean.
 *
 * Source: Bernstein et al. (2018), signSGD, algorithm 1.
 */
export const sign: Transform = (estimator) =>
  mapped(estimator, {
    unbiased: false,
    ofGradient: true,
    change(gradient) {
      for (let j = 0; j < gradient.length; j++) gradient[j] = Math.sign(gradient[j]);
    },
  });
