/** Actions above which a row is searched by halves and no longer from its beginning. */
export const LONG_ROW = 64;

/**
 * The first place of `cumulative`, from `first` to `last`, whose value exceeds u; `last` if no earlier one does.
 * It is what a scan finds, at the cost of its logarithm.
 * @param cumulative not decreasing from `first` to `last`
 */
export const firstAbove = (cumulative: Float64Array, first: number, last: number, u: number): number => {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u >= cumulative[middle]) low = middle + 1;
    else high = middle;
  }
  return low;
};
