import type { Random } from "../../../src/random.ts";
import { stream } from "../../../src/random.ts";

/** z of the means of some estimates, and z of their variances, against what they should be. */
export interface Deviations {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/**
 * Draws estimates and compares. The standard error of a variance is that of a mean of squares, which holds as the
 * expected mean is taken off and not the one of the sample.
 *
 * @param estimate writes an estimate # [expected.length]
 */
export const deviationsOf = (
  draws: number,
  expected: ArrayLike<number>,
  variances: ArrayLike<number>,
  estimate: (random: Random, out: Float64Array) => void,
): Deviations => {
  const random = stream("test", "continuous");
  const P = expected.length;
  const out = new Float64Array(P);
  const [first, second, fourth] = [0, 1, 2].map(() => new Float64Array(P));
  for (let n = 0; n < draws; n++) {
    estimate(random, out);
    for (let j = 0; j < P; j++) {
      const square = (out[j] - expected[j]) ** 2;
      first[j] += out[j] - expected[j];
      second[j] += square;
      fourth[j] += square * square;
    }
  }
  const over = (sums: Float64Array, j: number) => sums[j] / draws;
  const z = (difference: number, variance: number) => difference / Math.sqrt(variance / draws);
  const js = Array.from({ length: P }, (_, j) => j);
  return {
    mean: js.map((j) => z(over(first, j), over(second, j))),
    variance: js.map((j) => z(over(second, j) - variances[j], over(fourth, j) - over(second, j) ** 2)),
  };
};

/** Largest |z|. */
export const largest = (zs: readonly number[]): number => Math.max(...zs.map(Math.abs));
