import type { Optimizer } from "../types.ts";

/** Heavy-ball momentum: m ← μ m + g, θ ← θ + α m. Source: Polyak (1964), in the form of Sutskever et al. (2013). */
export const momentum = (parameters: number, learningRate: number, decay: number): Optimizer => {
  const velocity = new Float64Array(parameters);
  return (theta, gradient) => {
    for (let j = 0; j < theta.length; j++) {
      velocity[j] = decay * velocity[j] + gradient[j];
      theta[j] += learningRate * velocity[j];
    }
  };
};
