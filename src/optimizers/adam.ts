import { type HoldingRule, holding } from "./scheduled.ts";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Adam, ascending: θ ← θ + α m̂ / (√v̂ + ε), with bias-corrected moments. Source: Kingma & Ba (2015), algorithm 1. */
export const adam = (parameters: number, { beta1, beta2, epsilon }: AdamOptions): HoldingRule => {
  const mean = new Float64Array(parameters);
  const square = new Float64Array(parameters);
  const powers = Float64Array.of(1, 1); // β₁ⁱ and β₂ⁱ
  return holding({ mean, square, powers }, (theta, gradient, learningRate) => {
    powers[0] *= beta1;
    powers[1] *= beta2;
    const [power1, power2] = powers;
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      mean[j] = beta1 * mean[j] + (1 - beta1) * g;
      square[j] = beta2 * square[j] + (1 - beta2) * g * g;
      theta[j] += (learningRate * (mean[j] / (1 - power1))) / (Math.sqrt(square[j] / (1 - power2)) + epsilon);
    }
  });
};
