import type { Rule } from "./scheduled.ts";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Adam, ascending: θ ← θ + α m̂ / (√v̂ + ε), with bias-corrected moments. Source: Kingma & Ba (2015), algorithm 1. */
export const adam = (parameters: number, { beta1, beta2, epsilon }: AdamOptions): Rule => {
  const mean = new Float64Array(parameters);
  const square = new Float64Array(parameters);
  let power1 = 1;
  let power2 = 1;
  return (theta, gradient, learningRate) => {
    power1 *= beta1;
    power2 *= beta2;
    for (let j = 0; j < theta.length; j++) {
      const g = gradient[j];
      mean[j] = beta1 * mean[j] + (1 - beta1) * g;
      square[j] = beta2 * square[j] + (1 - beta2) * g * g;
      theta[j] += (learningRate * (mean[j] / (1 - power1))) / (Math.sqrt(square[j] / (1 - power2)) + epsilon);
    }
  };
};
