import type { Interval } from "./interval.ts";

/**
 * The interval of the mean of K independent estimates from their own: x̄ − √Σ(x_k − l_k)²/K … x̄ + √Σ(u_k − x_k)²/K.
 * The variance is recovered on each side from the limit on that side, so lopsided intervals stay so.
 *
 * Source: Zou & Donner (2008), Statistics in Medicine 27 (MOVER).
 */
export const meanOfIntervals = (parts: readonly Interval[]): Interval => {
  const K = parts.length;
  let [estimate, below, above] = [0, 0, 0];
  for (const part of parts) {
    estimate += part.estimate / K;
    below += (part.estimate - part.low) ** 2;
    above += (part.high - part.estimate) ** 2;
  }
  return { estimate, low: estimate - Math.sqrt(below) / K, high: estimate + Math.sqrt(above) / K };
};
