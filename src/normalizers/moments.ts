import { held, type Savable } from "../memory/state.ts";

export interface MomentsOptions {
  /**
   * What their deviation is:
   * "population": √(variance + ε) with squares divided by n, and as if there had been 0.0001 rows before, of mean 0 and
   * variance 1 (Baselines, stable-baselines3, Gymnasium);
   * "sample": √variance + ε with squares divided by n − 1, and |mean| + ε after a single row (Schulman's modular_rl, and the
   * code of "Implementation Matters").
   */
  readonly deviation: "population" | "sample";
  /** ε ≥ 0. */
  readonly epsilon: number;
}

/** Mean and deviation of each coordinate of the rows that were seen so far. */
export interface RunningMoments extends Savable {
  /** Takes in some rows at once. @param rows from the beginning on. # [count, size] */
  see(rows: Float64Array, count: number): void;
  /** Writes the means and then the deviations; where nothing was seen yet, 0 and 1. @param out [2, size] */
  write(out: Float64Array): void;
  reset(): void;
}

/** Rows that a population has before the first one. */
const FIRST_COUNT = 1e-4;

/**
 * Running moments; rows that come together are merged as one sample with the rest.
 *
 * Source: Chan, Golub & LeVeque (1983), The American Statistician 37, equation 2.1.
 */
export const runningMoments = (size: number, { deviation, epsilon }: MomentsOptions): RunningMoments => {
  const prior = deviation === "population" ? FIRST_COUNT : 0;
  const means = new Float64Array(size);
  const squares = new Float64Array(size).fill(prior); // Σ (x − mean)²
  const own = { means, squares, count: prior };
  return {
    ...held(own),
    see(rows, count) {
      if (count === 0) return;
      const total = own.count + count;
      for (let o = 0; o < size; o++) {
        let mean = 0;
        for (let r = 0; r < count; r++) mean += rows[r * size + o];
        mean /= count;
        let square = 0;
        for (let r = 0; r < count; r++) square += (rows[r * size + o] - mean) ** 2;
        const shift = mean - means[o];
        means[o] += (shift * count) / total;
        squares[o] += square + (shift * shift * own.count * count) / total;
      }
      own.count = total;
    },
    write(out) {
      const { count } = own;
      if (count === prior) {
        out.fill(0, 0, size).fill(1, size);
        return;
      }
      for (let o = 0; o < size; o++) {
        out[o] = means[o];
        if (deviation === "population") out[size + o] = Math.sqrt(squares[o] / count + epsilon);
        else out[size + o] = (count > 1 ? Math.sqrt(squares[o] / (count - 1)) : Math.abs(means[o])) + epsilon;
      }
    },
    reset() {
      means.fill(0);
      squares.fill(prior);
      own.count = prior;
    },
  };
};
