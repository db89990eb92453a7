import { type HoldingRule, holding } from "./scheduled.ts";

/**
 * Adadelta, ascending: v ← ρ v + (1 − ρ) g², Δ = g √(u + ε) / √(v + ε), u ← ρ u + (1 − ρ) Δ², θ ← θ + α Δ.
 *
 * The paper has no learning rate: its rule is α = 1. Source: Zeiler (2012), algorithm 1; α as in PyTorch.
 */
export const adadelta = (parameters: number, decay: number, epsilon: number): HoldingRule => {
  const square = new Float64Array(parameters);
  const change = new Float64Array(parameters); // mean square of the changes, u
  return holding({ square, change }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      square[j] = decay * square[j] + (1 - decay) * g * g;
      const delta = g * Math.sqrt((change[j] + epsilon) / (square[j] + epsilon));
      change[j] = decay * change[j] + (1 - decay) * delta * delta;
      theta[j] += learningRate * delta;
    }
  });
};
