import { expect } from "vitest";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import type { Interval } from "../../src/statistics/interval.ts";

/**
 * How often a seeded simulation's intervals hold the truth. At 0.95 the standard error of the share is 0.0049 with 2000
 * repetitions, so that the bounds 0.93 and 0.97 are four of them away.
 */
export const coverage = (
  key: string,
  truth: number,
  draw: (random: Random) => Pick<Interval, "low" | "high">,
  repetitions = 2000,
): number => {
  const random = stream("coverage", key);
  let held = 0;
  for (let i = 0; i < repetitions; i++) {
    const { low, high } = draw(random);
    if (low <= truth && truth <= high) held++;
  }
  return held / repetitions;
};

export const expectCovers = (share: number): void => {
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
};

/** A wrong interval must not pass for a right one. */
export const expectFails = (share: number): void =>
  expect(share < 0.93 || share > 0.97, `${share}`).toBe(true);

export const normals = (count: number, random: Random, mean = 0): Float64Array =>
  Float64Array.from({ length: count }, () => mean + normal(random));

/** Exponential draws of mean 1: skewness 2. */
export const exponentials = (count: number, random: Random): Float64Array =>
  Float64Array.from({ length: count }, () => -Math.log(1 - random.next()));

/** Vectors with mean μ and the variances 1, ½, ⅓ … in independent coordinates, normal or (shifted) exponential. # [N, P] */
export const scattered = (
  count: number,
  mean: readonly number[],
  random: Random,
  shape: "normal" | "exponential" = "normal",
): Float64Array =>
  Float64Array.from({ length: count * mean.length }, (_, k) => {
    const j = k % mean.length;
    const draw = shape === "normal" ? normal(random) : -Math.log(1 - random.next()) - 1;
    return mean[j] + draw / Math.sqrt(j + 1);
  });

/** Trace of the covariance of `scattered`, or of its square. */
export const trace = (parameters: number, power = 1): number =>
  Array.from({ length: parameters }, (_, j) => (j + 1) ** -power).reduce((sum, x) => sum + x, 0);
