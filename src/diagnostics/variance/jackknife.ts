import type { Measured } from "../diagnostic.ts";

/**
 * A function of sums over n independent units, with the standard error √((n−1)/n Σ_i (f_(i) − f̄)²), where f_(i) leaves
 * unit i out. It must be smooth, and the same for twice the sums (a ratio). A mean has its usual standard error.
 *
 * Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, §11.2.
 * @param sums one row per unit. # [n, size]
 * @param f reads sums. # [size]
 * @returns a NaN error for a single unit
 */
export const jackknife = (sums: Float64Array, size: number, f: (sums: Float64Array) => number): Measured => {
  const n = sums.length / size;
  const all = new Float64Array(size);
  for (let k = 0; k < sums.length; k++) all[k % size] += sums[k];
  const value = f(all);
  if (n < 2) return { value, standardError: Number.NaN };
  const without = new Float64Array(n);
  const rest = new Float64Array(size);
  let center = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < size; j++) rest[j] = all[j] - sums[i * size + j];
    without[i] = f(rest);
    center += without[i] / n;
  }
  let square = 0;
  for (let i = 0; i < n; i++) square += (without[i] - center) ** 2;
  return { value, standardError: Math.sqrt((square * (n - 1)) / n) };
};

/** The second of two sums over the first: a mean over steps, where the first counts them. */
export const perStep = (sums: Float64Array): number => sums[1] / sums[0];
