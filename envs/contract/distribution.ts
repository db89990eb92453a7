import type { FiniteModel, Thresholds } from "./models.ts";

/** How far the sum of a distribution may be from 1. */
const TOLERANCE = 1e-9;

/** What is wrong with a distribution, to be read after "probabilities of …"; undefined if nothing is. */
export const distributionFault = (probabilities: ArrayLike<number>): string | undefined => {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (!(p >= 0 && p <= 1)) return `include ${p}, expected 0 to 1`;
    sum += p;
  }
  if (Math.abs(sum - 1) <= TOLERANCE) return undefined;
  return `sum to ${Number(sum.toPrecision(12))}, expected 1`;
};

/**
 * Cumulative probabilities, added up from left to right within each distribution. From the last entry of
 * positive probability on they are exactly 1, so that rounding cannot leave a uniform without an outcome.
 *
 * @returns `initial` [S] over the first states and `outcome` [outcomes] over each (s, a)
 */
export const cumulative = (model: FiniteModel): Thresholds => {
  const initial = new Float64Array(model.states);
  const outcome = new Float64Array(model.probability.length);
  accumulate(model.initial, 0, model.states, initial);
  for (let row = 0; row + 1 < model.start.length; row++) {
    accumulate(model.probability, model.start[row], model.start[row + 1], outcome);
  }
  return { initial, outcome };
};

const accumulate = (probability: Float64Array, from: number, to: number, out: Float64Array): void => {
  let sum = 0;
  let last = from;
  for (let k = from; k < to; k++) {
    sum += probability[k];
    out[k] = sum;
    if (probability[k] > 0) last = k;
  }
  out.fill(1, last, to);
};
