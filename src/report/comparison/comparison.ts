import { stream } from "../../random.ts";
import { type Interval, withoutInterval } from "../../statistics/interval.ts";
import { type CountedStatistic, interquartileMeanOf, medianOf } from "../../statistics/location.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import { pairedDifference } from "../../statistics/paired-difference.ts";
import { probabilityOfImprovement } from "../../statistics/probability-of-improvement.ts";
import { bootstrap } from "../../statistics/resampling/bootstrap.ts";
import { skewedMean } from "../../statistics/resampling/skewed-mean.ts";

/** Fewest seeds for which the expanded bootstrap of a median or interquartile mean covers 0.93 or more. */
export const MIN_SEEDS = 5;

/** Values of the units of replication: seeds, or replicates within seeds (the strata). */
export interface Scores {
  readonly values: Float64Array; // [n]
  /**
   * The seed of each value, and the replicate, 0 where seeds are the units: ascending in the two, the same for all that
   * are compared. Values of one unit are paired. # [n] each
   */
  readonly seeds: Float64Array;
  readonly replicates: Float64Array;
  /** What may be rounding alone, in the unit of the values; 0 if not given. */
  readonly rounding?: number;
}

/** Intervals of one agent or estimator over its seeds. */
export interface OverSeeds {
  readonly mean: Interval;
  readonly median: Interval;
  readonly iqm: Interval;
}

/**
 * Student's interval of the mean, and bootstrap intervals of median and interquartile mean, whose limits are NaN for
 * fewer than `MIN_SEEDS` seeds: there no resampling covers.
 *
 * @param key names the random stream of the bootstrap: the same for all that are compared, so that equal scores get equal
 *   limits
 */
export const overSeeds = ({ values }: Scores, key: readonly (string | number)[]): OverSeeds => {
  const n = values.length;
  const resampled = (name: string, statistic: CountedStatistic): Interval =>
    n < MIN_SEEDS
      ? withoutInterval(statistic(new Int32Array(n).fill(1)))
      : bootstrap(n, statistic, stream("compare", ...key, name));
  return {
    mean: meanInterval(values),
    median: resampled("median", medianOf(values)),
    iqm: resampled("iqm", interquartileMeanOf(values)),
  };
};

/**
 * The mean over seeds of their means over replicates, replicates varying and the seeds' θ as they are.
 *
 * @param least what no such mean is below: 0 of variances and squared errors
 */
export const overReplicates = (scores: Scores, least = Number.NEGATIVE_INFINITY): Interval => {
  const { estimate, low, high } = skewedMean(scores.values, strataOf(scores.seeds));
  return { estimate, low: Math.max(least, low), high };
};

/** One against another, over seeds. */
export interface AgainstBaseline {
  /** Mean of value − value of the baseline over the seeds of both; NaN if there are none. */
  readonly difference: Interval;
  /** P(better than the baseline), ties as halves. */
  readonly improvement: Interval;
}

export const againstBaseline = (
  own: Scores,
  baseline: Scores,
  better: "higher" | "lower",
): AgainstBaseline => {
  const improvement = probabilityOfImprovement({
    x: own.values,
    y: baseline.values,
    rounding: Math.max(own.rounding ?? 0, baseline.rounding ?? 0),
  });
  return {
    difference: pairedOver(own, baseline, false),
    improvement: better === "higher" ? improvement : mirrored(improvement),
  };
};

/** The paired difference over replicates that saw the same trajectories, within each seed. */
export const pairedOverReplicates = (own: Scores, baseline: Scores): Interval =>
  pairedOver(own, baseline, true);

/** How many units both have. */
export const pairsOf = (own: Scores, baseline: Scores): number => sharedUnits(own, baseline).length;

const pairedOver = (own: Scores, baseline: Scores, stratified: boolean): Interval => {
  const shared = sharedUnits(own, baseline);
  if (shared.length === 0) return withoutInterval(Number.NaN);
  const [x, y] = [
    Float64Array.from(shared, ({ i }) => own.values[i]),
    Float64Array.from(shared, ({ j }) => baseline.values[j]),
  ];
  if (!stratified) return pairedDifference(x, y);
  return skewedMean(
    x.map((value, i) => value - y[i]),
    strataOf(Float64Array.from(shared, ({ i }) => own.seeds[i])),
  );
};

/** The places of the units that both have, by one pass over the two. */
const sharedUnits = (own: Scores, baseline: Scores): { i: number; j: number }[] => {
  const shared: { i: number; j: number }[] = [];
  for (let i = 0, j = 0; i < own.values.length && j < baseline.values.length; ) {
    const order = own.seeds[i] - baseline.seeds[j] || own.replicates[i] - baseline.replicates[j];
    if (order === 0) shared.push({ i: i++, j: j++ });
    else if (order < 0) i++;
    else j++;
  }
  return shared;
};

/** Where each seed's units begin, and the end; the units of a seed stand together. */
const strataOf = (seeds: Float64Array): Int32Array => {
  const places: number[] = [];
  for (let i = 0; i < seeds.length; i++) if (i === 0 || seeds[i] !== seeds[i - 1]) places.push(i);
  return Int32Array.from([...places, seeds.length]);
};

const mirrored = ({ estimate, low, high }: Interval): Interval => ({
  estimate: 1 - estimate,
  low: 1 - high,
  high: 1 - low,
});
