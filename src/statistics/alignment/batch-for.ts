/** The largest batch that is looked for. */
const MAX_BATCH = 1e12;

/**
 * The n at which an alignment that rises with n reaches a target, as a real number; undefined if there is none up to
 * 10¹². Bisection on log n.
 *
 * @param alignment of any n > 0, also of fractions
 */
export const batchFor = (alignment: (n: number) => number, target: number): number | undefined => {
  if (!(alignment(MAX_BATCH) >= target)) return undefined;
  let [low, high] = [Math.log(1e-6), Math.log(MAX_BATCH)];
  for (let step = 0; step < 44; step++) {
    const middle = (low + high) / 2;
    if (alignment(Math.exp(middle)) >= target) high = middle;
    else low = middle;
  }
  return Math.exp((low + high) / 2);
};
