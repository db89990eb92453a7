import { incompleteBeta } from "./incomplete-beta.ts";
import { normalQuantile } from "./normal-distribution.ts";

/**
 * P(T ≤ t) of Student's t with ν degrees of freedom: ½ I_x(ν/2, ½) below zero, with x = ν/(ν + t²).
 *
 * Source: Abramowitz & Stegun 26.7.1.
 * @param freedom ν ≥ 1, not necessarily whole; ∞ is the normal distribution's
 */
export const studentProbability = (t: number, freedom: number): number => {
  const below = 0.5 * tails(Math.abs(t), freedom);
  return t > 0 ? 1 - below : below;
};

/** P(|T| > t), t ≥ 0: the two-sided p-value, with a small relative error however small it is. */
export const tails = (t: number, freedom: number): number => {
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square));
};

/**
 * The t with P(T ≤ t) = p, by bisection between bounds that hold it.
 *
 * @param p a probability; −∞ for 0, ∞ for 1
 * @param freedom ν ≥ 1; NaN, as of a single unit, has no quantile: NaN
 */
export const studentQuantile = (p: number, freedom: number): number => {
  if (Number.isNaN(p) || Number.isNaN(freedom)) return Number.NaN; // of which no bisection ends soon
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  if (p === 0.5) return 0;
  const both = 2 * (1 - p);
  let low = 0; // |T| exceeds this too often …
  let high = Math.max(1, normalQuantile(p)); // … and this too rarely
  while (tails(high, freedom) > both) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (tails(middle, freedom) > both) low = middle;
    else high = middle;
  }
};
