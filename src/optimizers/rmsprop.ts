import { type HoldingRule, holding } from "./scheduled.ts";

/** Where ε stands, and what v begins as: outside of the root and 0 (PyTorch), or inside and 1 (TensorFlow 1). */
export type RmspropForm = "pytorch" | "tensorflow";

/**
 * RMSprop, ascending: v ← ρ v + (1 − ρ) g², θ ← θ + α g / (√v + ε), neither centered nor with momentum. TensorFlow's has
 * √(v + ε) in its place, and v = 1 at first, so that it begins with steps of about α g, where PyTorch's are α/√(1 − ρ) long
 * in every coordinate.
 *
 * Source: Tieleman & Hinton (2012), lecture 6.5.
 */
export const rmsprop = (
  parameters: number,
  decay: number,
  epsilon: number,
  form: RmspropForm = "pytorch",
): HoldingRule => {
  const inside = form === "tensorflow";
  const square = new Float64Array(parameters).fill(inside ? 1 : 0);
  return holding({ square }, (theta, gradient, learningRate) => {
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      square[j] = decay * square[j] + (1 - decay) * g * g;
      const root = inside ? Math.sqrt(square[j] + epsilon) : Math.sqrt(square[j]) + epsilon;
      theta[j] += (learningRate * g) / root;
    }
  });
};
