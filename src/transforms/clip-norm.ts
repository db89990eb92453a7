import { norm } from "../linear-algebra/norm.ts";
import type { Transform } from "./kind.ts";
import { mapped } from "./mapped.ts";

/**
 * Clips the norm: ĝ ← ĝ · min(1, c/‖ĝ‖). Keeps the direction of each estimate and biases their mean.
 *
 * Source: Pascanu, Mikolov & Bengio (2013), algorithm 1.
 */
export const clipNorm =
  (max: number): Transform =>
  (estimator) =>
    mapped(estimator, {
      unbiased: false,
      ofGradient: true,
      change(gradient) {
        const scale = max / norm(gradient);
        if (scale < 1) for (let j = 0; j < gradient.length; j++) gradient[j] *= scale;
      },
    });
