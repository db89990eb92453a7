import { held, type Savable } from "../memory/state.ts";
import { type MomentsOptions, runningMoments } from "./moments.ts";

export interface RunningNormalizerOptions extends MomentsOptions {
  /** What is written lies within ± this; Infinity for no limit. */
  readonly clip: number;
}

/** Shifts and scales observations by the moments of all that were seen; a policy's `ObservationNormalizer`. */
export interface RunningNormalizer extends Savable {
  /**
   * Takes in the observations of one time step, one of each lane, and applies what it knows from here on. The rows are one
   * sample of `count`, as they are for the wrappers of vector environments.
   * @param rows [count, O]
   */
  see(rows: Float64Array, count: number): void;
  /** Takes in all observations of a batch as one sample; what is applied stays as it is until `refresh`. */
  update(batch: { readonly steps: number; readonly observations: Float64Array }): void;
  /** Applies what was seen so far from here on. */
  refresh(): void;
  /** Back to the identity. */
  reset(): void;
  /** Writes (x − mean)/deviation within ± clip of some rows. @param observations from row `first` on. # [·, O] @param out [rows, O] */
  apply(observations: Float64Array, first: number, rows: number, out: Float64Array): void;
  /** What is applied: the mean and then the deviation of every coordinate; may be written. # [2, O] */
  readonly moments: Float64Array;
}

/**
 * Observations in units of their running deviation. With "population", ε 1e-8 and a clip of 10 it is that of Baselines'
 * PPO, stable-baselines3 and Gymnasium's wrapper (which does not clip itself); with "sample", that of the code of
 * "Implementation Matters", where the first observation becomes 0. They see every observation that an action is chosen
 * for, the first ones of episodes too, and use it thereafter; Baselines' TRPO learns from whole batches, with a clip of 5:
 * that is `update` and `refresh`.
 *
 * Source: Schulman et al. (2017), arXiv 1707.06347, code in Baselines; Engstrom et al. (2020), §3.
 *
 * @param size O
 */
export const runningNormalizer = (
  size: number,
  { clip, ...options }: RunningNormalizerOptions,
): RunningNormalizer => {
  const moments = new Float64Array(2 * size).fill(1, size);
  const seen = runningMoments(size, options);
  return {
    ...held({ moments, seen }),
    moments,
    see(rows, count) {
      seen.see(rows, count);
      seen.write(moments);
    },
    update: ({ observations, steps }) => seen.see(observations, steps),
    refresh: () => seen.write(moments),
    reset() {
      seen.reset();
      seen.write(moments);
    },
    apply(observations, first, rows, out) {
      for (let r = 0, k = 0; r < rows; r++)
        for (let o = 0; o < size; o++, k++) {
          const x = (observations[first * size + k] - moments[o]) / moments[size + o];
          out[k] = Math.max(-clip, Math.min(clip, x));
        }
    },
  };
};
