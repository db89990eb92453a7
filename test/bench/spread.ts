/** The median of some figures, and the quantiles between which eight tenths of them lie. */
export interface Spread {
  readonly median: number;
  /** The 10 % quantile. */
  readonly low: number;
  /** The 90 % quantile. */
  readonly high: number;
  readonly count: number;
}

/** @throws RangeError if there are none */
export const spreadOf = (figures: readonly number[]): Spread => {
  if (figures.length === 0) throw new RangeError("no figures, no spread");
  const sorted = figures.toSorted((a, b) => a - b);
  /** With linear interpolation between the two figures beside it. */
  const quantile = (p: number): number => {
    const place = p * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { median: quantile(0.5), low: quantile(0.1), high: quantile(0.9), count: sorted.length };
};
