import { type HoldingRule, holding } from "./scheduled.ts";

/**
 * Heavy-ball momentum: m ← μ m + g, θ ← θ + α m, with α outside of m, so that a schedule acts at once.
 *
 * Source: Polyak (1964); this form is that of PyTorch's SGD without dampening.
 */
export const momentum = (parameters: number, decay: number): HoldingRule => {
  const velocity = new Float64Array(parameters);
  return holding({ velocity }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      velocity[j] = decay * velocity[j] + gradient[j];
      theta[j] += learningRate * velocity[j];
    }
  });
};
