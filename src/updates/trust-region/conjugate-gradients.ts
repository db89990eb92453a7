import { dot } from "../../linear-algebra/vectors.ts";

export interface ConjugateGradientOptions {
  /** Products with A at most. */
  readonly iterations: number;
  /** Ends early once ‖b − A x‖² is below this. */
  readonly tolerance: number;
}

/** A symmetric positive definite A as what it does: writes A v. @param v [P] @param out [P] */
export type LinearMap = (v: Float64Array, out: Float64Array) => void;

/**
 * Solves A x = b by conjugate gradients from x = 0. After i iterations, x is the best one in the span of b, Ab, …, A^{i−1}b, in
 * the norm of A. Where A is not positive along a direction that it searches, x is not a number.
 *
 * Source: Hestenes & Stiefel (1952); Golub & Van Loan (2013), Matrix Computations, §11.3.
 *
 * @param x written. # [P]
 * @returns iterations done
 */
export const conjugateGradients = (
  apply: LinearMap,
  b: Float64Array,
  x: Float64Array,
  { iterations, tolerance }: ConjugateGradientOptions,
): number => {
  const residual = b.slice();
  const search = b.slice();
  const product = new Float64Array(b.length);
  x.fill(0);
  let square = dot(residual, residual);
  if (square === 0) return 0;
  for (let i = 1; i <= iterations; i++) {
    apply(search, product);
    const curvature = dot(search, product);
    if (!(curvature > 0)) {
      x.fill(Number.NaN);
      return i;
    }
    const length = square / curvature;
    for (let j = 0; j < x.length; j++) {
      x[j] += length * search[j];
      residual[j] -= length * product[j];
    }
    const before = square;
    square = dot(residual, residual);
    if (square === 0 || square < tolerance) return i;
    const kept = square / before;
    for (let j = 0; j < x.length; j++) search[j] = residual[j] + kept * search[j];
  }
  return iterations;
};
