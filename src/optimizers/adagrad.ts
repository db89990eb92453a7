import { type HoldingRule, holding } from "./scheduled.ts";

/** Adagrad, diagonal, ascending: v ← v + g², θ ← θ + α g / (√v + ε). Source: Duchi, Hazan & Singer (2011), §1.1. */
export const adagrad = (parameters: number, epsilon: number): HoldingRule => {
  const square = new Float64Array(parameters);
  return holding({ square }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      square[j] += g * g;
      theta[j] += (learningRate * g) / (Math.sqrt(square[j]) + epsilon);
    }
  });
};
