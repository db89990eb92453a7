import { dot } from "../linear-algebra/vectors.ts";
import type { Random } from "../random.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { signalToNoise } from "./signal-to-noise.ts";

/**
 * The cosine between the means of two random halves of N vectors, averaged over splits: how far a reference agrees
 * with itself. It is about ρ/(ρ + 2/N), with ρ the signal to noise of one vector; the interval is that of this number.
 *
 * @param vectors estimates, or means of chunks of a reference. # [N, P] @param count N, at least 2
 * @param splits random ways to halve them
 * @returns in [−1, 1]
 */
export const splitHalfCosine = (
  vectors: Float64Array,
  count: number,
  random: Random,
  { splits = 100, level = LEVEL } = {},
): Interval => {
  const P = vectors.length / count;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const half = count >> 1;
  let sum = 0;
  for (let s = 0; s < splits; s++) {
    for (let i = 0; i < half; i++) {
      const other = i + Math.floor(random.next() * (count - i));
      [order[i], order[other]] = [order[other], order[i]];
    }
    const [first, second] = [new Float64Array(P), new Float64Array(P)];
    for (let i = 0; i < count; i++) {
      const side = i < half ? first : second;
      for (let j = 0; j < P; j++) side[j] += vectors[order[i] * P + j];
    }
    const size = Math.sqrt(dot(first, first) * dot(second, second));
    sum += size > 0 ? dot(first, second) / size : 0;
  }
  const { low, high } = signalToNoise(vectors, count, level);
  const cosine = (ratio: number) =>
    ratio === Number.POSITIVE_INFINITY ? 1 : ratio <= -1 / count ? -1 : ratio / (ratio + 2 / count);
  return { estimate: sum / splits, low: cosine(low), high: cosine(high) };
};
