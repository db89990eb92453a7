import { directions } from "../../linear-algebra/vectors.ts";
import { squaredBias } from "../../statistics/bias/bias.ts";
import { squaredDistance } from "../../statistics/bias/squared-distance.ts";
import type { Interval } from "../../statistics/interval.ts";
import { meanOfIntervals } from "../../statistics/mean-of-intervals.ts";
import { normRatio } from "../../statistics/norm-ratio.ts";
import type { CellGradients } from "../../store/cell-gradients.ts";
import { meanSquaredDistance, type SeedDistance, squaredDistanceOverSeeds } from "./comparison-bias.ts";

/** What the gradients of a cell say about a metric, within the probe of each seed. */
export interface WithinProbe {
  /** The metric's own; null where it has none, or the truth is not exact. */
  readonly mean: Interval | null;
  /** Beside squared_bias: the norm of a bias that would have been seen in four of five such probes. */
  readonly detectable: number | null;
  /** Beside mean_cosine, which cannot see scale: ‖E g‖/‖G‖; null where a G is no truth. */
  readonly normRatio: Interval | null;
}

export const NOTHING_WITHIN: WithinProbe = { mean: null, detectable: null, normRatio: null };

/**
 * Figures of a metric from the gradients themselves, over replicates, the seeds' θ as they are: means over the seeds.
 * Of several seeds `detectable` is a root mean square bias.
 *
 * @param cells one per seed. # [K]
 * @returns limits that are NaN for fewer than 6 replicates
 */
export const withinProbe = (metric: string, cells: readonly CellGradients[]): WithinProbe => {
  if (cells.length === 0 || cells.some(({ count }) => count < 2)) return NOTHING_WITHIN;
  if (metric === "pairwise_cosine") {
    const ofSeed = ({ vectors, count }: CellGradients): SeedDistance => {
      const origin = new Float64Array(vectors.length / count);
      return { ...squaredDistance(directions(vectors, count), count, origin), count }; // as in `pairwiseCosine`
    };
    return { ...NOTHING_WITHIN, mean: meanSquaredDistance(cells.map(ofSeed)) };
  }
  const known = cells.flatMap(({ vectors, count, truth }) => (truth ? [{ vectors, count, truth }] : []));
  if (known.length < cells.length) return NOTHING_WITHIN;
  if (metric === "squared_bias") {
    const biases = known.map(({ vectors, count, truth }) => ({
      ...squaredBias(vectors, count, truth),
      count,
    }));
    const mean = meanSquaredDistance(biases);
    return { ...NOTHING_WITHIN, mean, detectable: mean.detectable };
  }
  if (metric === "mean_cosine" && cells.every(({ noise }) => noise === null)) {
    const ratios = known.map(({ vectors, count, truth }) => normRatio(vectors, count, truth));
    return { ...NOTHING_WITHIN, normRatio: meanOfIntervals(ratios) };
  }
  return NOTHING_WITHIN;
};

/**
 * The interval of the mean squared bias over seeds, other θ included.
 *
 * @param cells one per seed. # [K] @returns null where a truth is not exact, or a seed has fewer than 6 estimates
 */
export const squaredBiasOverSeeds = (cells: readonly CellGradients[]): Interval | null => {
  const biases = cells.flatMap(({ vectors, count, truth }) =>
    truth && count >= 6 ? [{ ...squaredDistance(vectors, count, truth), count }] : [],
  );
  return biases.length < cells.length || biases.length < 2 ? null : squaredDistanceOverSeeds(biases);
};
