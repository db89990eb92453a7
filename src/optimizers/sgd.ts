import type { Rule } from "./scheduled.ts";

/** Stochastic gradient ascent: θ ← θ + α g. Source: Robbins & Monro (1951). */
export const sgd: Rule = (theta, gradient, learningRate) => {
  for (let j = 0; j < theta.length; j++) theta[j] += learningRate * gradient[j];
};
