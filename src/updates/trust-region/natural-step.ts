import { dot } from "../../linear-algebra/vectors.ts";
import { type ConjugateGradientOptions, conjugateGradients, type LinearMap } from "./conjugate-gradients.ts";

/**
 * The natural gradient at the edge of the trust region: β x with A x = g and β = √(2δ / xᵀA x), so that the quadratic
 * model of KL is δ there. Not a number where g or A are not finite; 0 where g is.
 *
 * Source: Schulman et al. (2015), arXiv 1502.05477, appendix C.
 *
 * @param apply A = F + damping I @param gradient g. # [P] @param delta δ @param step β x, written. # [P]
 * @returns gᵀβx, the gain that the linear model of the surrogate promises
 */
export const naturalStep = (
  apply: LinearMap,
  gradient: Float64Array,
  delta: number,
  options: ConjugateGradientOptions,
  step: Float64Array,
): number => {
  if (conjugateGradients(apply, gradient, step, options) === 0) return 0;
  const product = new Float64Array(step.length);
  apply(step, product);
  const length = Math.sqrt((2 * delta) / dot(step, product));
  for (let j = 0; j < step.length; j++) step[j] *= length;
  return dot(gradient, step);
};
