import type { Optimizer } from "../types.ts";

/** Stochastic gradient ascent: θ ← θ + α g. */
export const sgd =
  (learningRate: number): Optimizer =>
  (theta, gradient) => {
    for (let j = 0; j < theta.length; j++) theta[j] += learningRate * gradient[j];
  };
