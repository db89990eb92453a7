import { type HoldingRule, holding } from "./scheduled.ts";

/**
 * RMSprop, ascending: v ← ρ v + (1 − ρ) g², θ ← θ + α g / (√v + ε), neither centered nor with momentum.
 *
 * Source: Tieleman & Hinton (2012), lecture 6.5; ε is outside of the root, as in PyTorch (TensorFlow has it inside).
 */
export const rmsprop = (parameters: number, decay: number, epsilon: number): HoldingRule => {
  const square = new Float64Array(parameters);
  return holding({ square }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      square[j] = decay * square[j] + (1 - decay) * g * g;
      theta[j] += (learningRate * g) / (Math.sqrt(square[j]) + epsilon);
    }
  });
};
