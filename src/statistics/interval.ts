/** An estimate with the limits of a confidence interval, all in the unit of the estimate; NaN where not defined. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Confidence level of an interval where none is given. */
export const LEVEL = 0.95;

/** An estimate without an interval, as of a single unit. */
export const withoutInterval = (estimate: number): Interval => ({
  estimate,
  low: Number.NaN,
  high: Number.NaN,
});
