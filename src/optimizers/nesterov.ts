import { type HoldingRule, holding } from "./scheduled.ts";

/**
 * Nesterov momentum: m ← μ m + g, θ ← θ + α (g + μ m). With a constant α this is Nesterov's look-ahead written
 * for the point at which the gradient is taken.
 *
 * Source: Sutskever et al. (2013), equations 3–4; this form is that of PyTorch's SGD with `nesterov`.
 */
export const nesterov = (parameters: number, decay: number): HoldingRule => {
  const velocity = new Float64Array(parameters);
  return holding({ velocity }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      velocity[j] = decay * velocity[j] + gradient[j];
      theta[j] += learningRate * (gradient[j] + decay * velocity[j]);
    }
  });
};
