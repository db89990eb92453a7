import { normalQuantile } from "./distributions/normal-distribution.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { meanOfIntervals } from "./mean-of-intervals.ts";
import { checkStrata, oneStratum, type Strata } from "./resampling/strata.ts";
import { ranks } from "./ties.ts";

/** Two samples, and the strata (tasks) that each is drawn within; one stratum if not given. */
export interface TwoSamples {
  readonly x: Float64Array; // [m]
  readonly y: Float64Array; // [n]
  readonly strata?: { readonly x: Strata; readonly y: Strata };
  /** A difference of no more is rounding, in the unit of the values; 0 if not given. */
  readonly rounding?: number;
}

/**
 * P(X > Y) + ½ P(X = Y) for independent draws: the share of pairs, ties as halves (Mann & Whitney's U/mn); with K
 * strata the mean of theirs. Values that differ by rounding only are tied (`ranks`). The mn pairs are not independent: the interval of a stratum holds the θ with
 * |θ̂ − θ| ≤ z √V(θ), V(θ) = θ(1−θ) [1 + ((m+n)/2 − 1)((1−θ)/(2−θ) + θ/(1+θ))]/(mn), and so is not empty where all x
 * exceed all y. Where x and y are positively correlated (paired estimators) it is too wide rather than too narrow.
 *
 * Source: Mann & Whitney (1947); Newcombe (2006), Statistics in Medicine 25, 559 (method 5); Agarwal et al. (2021), §4.4.
 * @returns probabilities in [0, 1]
 * @throws RangeError if the strata do not hold the units, or differ in number
 */
export const probabilityOfImprovement = ({ x, y, strata, rounding }: TwoSamples, level = LEVEL): Interval => {
  const [ofX, ofY] = [strata?.x ?? oneStratum(x.length), strata?.y ?? oneStratum(y.length)];
  checkStrata(ofX, x.length);
  checkStrata(ofY, y.length);
  if (ofX.length !== ofY.length) throw new RangeError("the two samples must have the same strata");
  return meanOfIntervals(
    Array.from({ length: ofX.length - 1 }, (_, k) =>
      withinStratum(x.slice(ofX[k], ofX[k + 1]), y.slice(ofY[k], ofY[k + 1]), level, rounding),
    ),
  );
};

const withinStratum = (x: Float64Array, y: Float64Array, level: number, rounding?: number): Interval => {
  const [m, n] = [x.length, y.length];
  const ranked = ranks(x, y, rounding);
  const estimate = pairsWon(ranked.x.sort(), ranked.y.sort()) / (m * n);
  const square = normalQuantile((1 + level) / 2) ** 2;
  const half = (m + n) / 2 - 1;
  const outside = (theta: number) => {
    const variance =
      (theta * (1 - theta) * (1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta)))) / (m * n);
    return (estimate - theta) ** 2 > square * variance;
  };
  return { estimate, low: limit(estimate, 0, outside), high: limit(estimate, 1, outside) };
};

/** The last place inside, on the way from the estimate to the end. */
const limit = (estimate: number, end: number, outside: (theta: number) => boolean): number => {
  let [inside, out] = [estimate, end];
  if (estimate === end) return end;
  for (let i = 0; i < 60; i++) {
    const middle = (inside + out) / 2;
    if (outside(middle)) out = middle;
    else inside = middle;
  }
  return inside;
};

/** Pairs with x > y, ties as halves. Both sorted. */
const pairsWon = (x: Float64Array, y: Float64Array): number => {
  let won = 0;
  let below = 0; // how many y are less than this x …
  let upTo = 0; // … and how many are not greater
  for (const value of x) {
    while (below < y.length && y[below] < value) below++;
    while (upTo < y.length && y[upTo] <= value) upTo++;
    won += (below + upTo) / 2;
  }
  return won;
};
