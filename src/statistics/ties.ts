/** Two numbers are tied that differ by no more than this part of the largest that they are compared with: rounding. */
export const TIE = 1e-12;

/**
 * Ranks of the values of two samples: 0, 1, 2 … in ascending order, the same for neighbors that differ by no more than
 * `TIE` of the largest size among all, or than `rounding`. What is equal but for the order of a sum is so no win, and of
 * two zeros that rounding made 1e-17 and 2e-17, of numbers near 1, neither is less.
 *
 * @param x [m] @param y [n] @param rounding what may be rounding, in their unit @returns ranks of x and of y. # [m] and [n]
 */
export const ranks = (
  x: Float64Array,
  y: Float64Array,
  rounding = 0,
): { x: Float64Array; y: Float64Array } => {
  const all = Float64Array.of(...x, ...y);
  const order = Int32Array.from(all.keys()).sort((i, j) => all[i] - all[j]);
  const largest = Math.max(Math.abs(all[order[0]]), Math.abs(all[order[order.length - 1]]));
  const tolerance = Math.max(TIE * largest, rounding);
  const found = new Float64Array(all.length);
  for (let k = 1; k < order.length; k++)
    found[order[k]] = found[order[k - 1]] + Number(all[order[k]] - all[order[k - 1]] > tolerance);
  return { x: found.slice(0, x.length), y: found.slice(x.length) };
};
