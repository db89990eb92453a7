import { held } from "../memory/state.ts";
import type { ObservationNormalizer } from "./policy.ts";

/** Deviations below this count as it, so that a constant coordinate does not blow up. */
const MIN_DEVIATION = 1e-4;

/**
 * Identity until it has learned from a batch. Means and squares are merged batch by batch.
 * Source: Chan, Golub & LeVeque (1983), The American Statistician 37, equation 2.1 (merging of two samples).
 */
export const observationNormalizer = (size: number): ObservationNormalizer => {
  const moments = new Float64Array(2 * size).fill(1, size);
  const means = new Float64Array(size);
  const squares = new Float64Array(size);
  const own = { moments, means, squares, count: 0 };
  return {
    ...held(own),
    moments,
    update({ steps, observations }) {
      const { count } = own;
      for (let o = 0; o < size; o++) {
        let mean = 0;
        for (let k = 0; k < steps; k++) mean += observations[k * size + o];
        mean /= steps;
        let square = 0;
        for (let k = 0; k < steps; k++) square += (observations[k * size + o] - mean) ** 2;
        const shift = mean - means[o];
        if (count === 0) {
          means[o] = mean;
          squares[o] = square;
        } else {
          means[o] += (shift * steps) / (count + steps);
          squares[o] += square + (shift * shift * count * steps) / (count + steps);
        }
      }
      own.count += steps;
    },
    refresh() {
      if (own.count === 0) return;
      for (let o = 0; o < size; o++) {
        moments[o] = means[o];
        moments[size + o] = Math.max(MIN_DEVIATION, Math.sqrt(squares[o] / own.count));
      }
    },
    reset() {
      moments.fill(0, 0, size).fill(1, size);
      means.fill(0);
      squares.fill(0);
      own.count = 0;
    },
    apply(observations, first, rows, out) {
      for (let k = 0; k < rows * size; k++) {
        const o = k % size;
        out[k] = (observations[first * size + k] - moments[o]) / moments[size + o];
      }
    },
  };
};
