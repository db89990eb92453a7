import type { ObservationNormalizer } from "./policy.ts";

/** Deviations below this count as it, so that a constant coordinate does not blow up. */
const LEAST = 1e-4;

/**
 * Identity until it has learned from a batch. Means and squares are merged batch by batch.
 * Source: Chan, Golub & LeVeque (1983), The American Statistician 37, equation 2.1 (merging of two samples).
 */
export const observationNormalizer = (size: number): ObservationNormalizer => {
  const moments = new Float64Array(2 * size).fill(1, size);
  const squares = new Float64Array(size);
  let count = 0;
  return {
    moments,
    learn({ steps, observations }) {
      for (let o = 0; o < size; o++) {
        let mean = 0;
        for (let k = 0; k < steps; k++) mean += observations[k * size + o];
        mean /= steps;
        let square = 0;
        for (let k = 0; k < steps; k++) square += (observations[k * size + o] - mean) ** 2;
        const shift = mean - moments[o];
        if (count === 0) {
          moments[o] = mean;
          squares[o] = square;
        } else {
          moments[o] += (shift * steps) / (count + steps);
          squares[o] += square + (shift * shift * count * steps) / (count + steps);
        }
        moments[size + o] = Math.max(LEAST, Math.sqrt(squares[o] / (count + steps)));
      }
      count += steps;
    },
    apply(observations, first, rows, out) {
      for (let k = 0; k < rows * size; k++) {
        const o = k % size;
        out[k] = (observations[first * size + k] - moments[o]) / moments[size + o];
      }
    },
  };
};
