import type { Actions } from "../../trajectories/batch.ts";
import { ROWS } from "../body.ts";
import type { Head } from "./head.ts";

/** Where actions lie; both have K numbers. */
export interface Limits {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** u is kept within ± this, where 1 − tanh u is 2e-13; or within less, so that a's distance from a limit is well above rounding. */
const LARGEST = 15;
/** Least distance from a limit, in units of the limits themselves. */
const LEAST_DISTANCE = 1e-13;

/**
 * A Gaussian u behind a tanh: a_j = m_j + h_j tanh u_j, strictly within limits m ± h. Its density is that of u over the
 * slope of a, h (1 − tanh² u) = p q/h with p = a − low and q = high − a, and u = ½ log(p/q): both as good as p and q are
 * known, which are differences of stored numbers, near the limits too.
 *
 * The slope of a has no θ in it, so that scores, ratios, divergences and Fisher matrices are those of u. Its entropy is
 * that of u plus the mean of log(p q/h), which has no closed form: entropies are NaN, and have no slopes. Its `mode` is the
 * image of that of u: the median, as is usual for evaluations.
 *
 * Source: Haarnoja et al. (2018), Soft actor-critic, appendix C.
 *
 * @param inner of u, a Gaussian
 */
export const squashed = (inner: Head, { low, high }: Limits): Head => {
  const size = low.length;
  const half = low.map((bound, j) => (high[j] - bound) / 2);
  const middle = low.map((bound, j) => (high[j] + bound) / 2);
  const largest = half.map((each, j) => {
    const scale = Math.max(Math.abs(low[j]), Math.abs(high[j]));
    return Math.min(LARGEST, 0.5 * Math.log((2 * each) / (LEAST_DISTANCE * scale)));
  });
  const before = new Float64Array(ROWS * size); // u of the rows at hand
  const logs = new Float64Array(ROWS);

  /** Writes u of some actions; and, where it is asked for, the sum of log(p q/h) of each row. */
  const unsquash = (first: number, rows: number, actions: Actions, slopes?: Float64Array): void => {
    for (let r = 0; r < rows; r++) {
      let sum = 0;
      for (let j = 0; j < size; j++) {
        const action = actions[(first + r) * size + j];
        const p = Math.log(action - low[j]);
        const q = Math.log(high[j] - action);
        before[r * size + j] = 0.5 * (p - q);
        sum += p + q - Math.log(half[j]);
      }
      if (slopes) slopes[r] = sum;
    }
  };
  const squash = (rows: number, actions: Float64Array): void => {
    for (let k = 0; k < rows * size; k++) {
      const j = k % size;
      const u = Math.min(largest[j], Math.max(-largest[j], actions[k]));
      actions[k] = middle[j] + half[j] * tanh(u);
    }
  };

  const { addOwnScores, addOwnFisher } = inner;
  return {
    inputs: inner.inputs,
    action: inner.action,
    parameters: inner.parameters,
    load: inner.load,

    draw(outputs, rows, random, actions) {
      inner.draw(outputs, rows, random, actions);
      squash(rows, actions);
    },

    mode(outputs, rows, actions) {
      inner.mode(outputs, rows, actions);
      squash(rows, actions);
    },

    logProbabilities(outputs, first, rows, actions, out) {
      unsquash(first, rows, actions, logs);
      inner.logProbabilities(outputs, 0, rows, before, out.subarray(first));
      for (let r = 0; r < rows; r++) out[first + r] -= logs[r];
    },

    slopes(outputs, first, rows, actions, slopes) {
      unsquash(first, rows, actions);
      inner.slopes(outputs, 0, rows, before, slopes);
    },

    divergences: inner.divergences,
    fisher: inner.fisher,
    entropies: (_, rows, out) => void out.fill(Number.NaN, 0, rows),
    ...(addOwnFisher && { addOwnFisher }),
    ...(addOwnScores && {
      addOwnScores(outputs, first, rows, actions, weightings, outs, place) {
        unsquash(first, rows, actions);
        const shifted = weightings.map((weights) => weights.subarray(first));
        addOwnScores(outputs, 0, rows, before, shifted, outs, place);
      },
    }),
  };
};

/** The hyperbolic tangent, from a function whose bits are compared over engines; it never overflows. */
const tanh = (u: number): number => {
  const t = Math.expm1(-2 * Math.abs(u)); // in (−1, 0]
  return (Math.sign(u) * -t) / (t + 2);
};
