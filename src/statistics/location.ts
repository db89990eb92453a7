/**
 * A statistic of a sample, as a function of how often each unit occurs in it: all ones is the sample itself, other
 * counts are a resample, and one zero leaves a unit out.
 *
 * @param counts whole numbers. # [n]
 */
export type CountedStatistic = (counts: Int32Array) => number;

/** The mean Σ c_i x_i / Σ c_i. @param values [n] */
export const meanOf =
  (values: Float64Array): CountedStatistic =>
  (counts) => {
    let total = 0;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      total += counts[i];
      sum += counts[i] * values[i];
    }
    return sum / total;
  };

/** The median; of an even number of values, the mean of the two in the middle. @param values [n] */
export const medianOf = (values: Float64Array): CountedStatistic => meanBetween(values, 0.5, 0.5);

/**
 * The interquartile mean: the mean of the middle half of the sorted values. Values that the quartiles cut count with
 * the fraction inside, so that every n is trimmed by exactly a quarter on each side.
 *
 * Source: Agarwal et al. (2021), Deep RL at the Edge of the Statistical Precipice, §4.3.
 * @param values [n]
 */
export const interquartileMeanOf = (values: Float64Array): CountedStatistic =>
  meanBetween(values, 0.25, 0.75);

/** The median of some values. */
export const median = (values: Float64Array): number => medianOf(values)(ones(values.length));

/** The interquartile mean of some values. */
export const interquartileMean = (values: Float64Array): number =>
  interquartileMeanOf(values)(ones(values.length));

/** Each unit once. # [n] */
export const ones = (units: number): Int32Array => new Int32Array(units).fill(1);

/** The mean of the sorted values between two quantiles; where these are one, of the values on both sides of it. */
const meanBetween = (values: Float64Array, lower: number, upper: number): CountedStatistic => {
  const order = Int32Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  return (counts) => {
    let total = 0;
    for (let i = 0; i < counts.length; i++) total += counts[i];
    // a single quantile is widened by half a unit where it falls on a unit, and by one where between two
    const half = lower === upper ? (total % 2 === 1 ? 0.5 : 1) : 0;
    const from = lower * total - half;
    const to = upper * total + half;
    let place = 0;
    let sum = 0;
    for (const i of order) {
      const next = place + counts[i];
      const inside = Math.min(next, to) - Math.max(place, from);
      if (inside > 0) sum += inside * values[i];
      if (next >= to) break;
      place = next;
    }
    return sum / (to - from);
  };
};
