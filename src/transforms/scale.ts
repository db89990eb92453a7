import type { Transform } from "./kind.ts";
import { mapped } from "./mapped.ts";

/**
 * Multiplies by a number: ĝ ← c ĝ. A learning rate would do for c > 0; with c = −1 it is the fault of a forgotten sign,
 * a loss that is ascended, to be measured beside what is right.
 */
export const scale =
  (factor: number): Transform =>
  (estimator) =>
    mapped(estimator, {
      unbiased: factor === 1,
      ofGradient: true,
      change(gradient) {
        for (let j = 0; j < gradient.length; j++) gradient[j] *= factor;
      },
    });
