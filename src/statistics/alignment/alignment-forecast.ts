import type { CellSummary } from "./cell-summary.ts";
import type { Noise } from "./noise.ts";

/** The mean alignment that batches are looked for. */
export const TARGET = 0.9;

/** What is known of an estimator's noise without sampling, of all but over how many directions it is spread. */
export interface ExactNoise {
  readonly cosine: number;
  /** w + s: total variance over ‖E g‖². */
  readonly total: number;
  /** s; not given where only the total is known. */
  readonly along?: number | undefined;
}

/** What a forecast is made from: one estimator in one probe. */
export interface ForecastInput {
  /** By ascending batch size; cells of which too little is known are left out. */
  readonly cells: readonly CellSummary[];
  /** Length P of the estimates. */
  readonly parameters: number;
  /** Fewest trajectories of an estimate. */
  readonly fewest: number;
  /** Every batch size that was probed, ascending. */
  readonly batchSizes: readonly number[];
  /** "mean": a larger batch averages more of the same; "nearly-mean": but for a part that fades as 1/n². */
  readonly batchLaw?: "mean" | "nearly-mean" | undefined;
  /** Exact noise at n trajectories, also of fractions; undefined where it is not known. */
  readonly exactAt?: ((n: number) => ExactNoise | undefined) | undefined;
  /** E cos(g, G) of an endless batch, where it is known without sampling. */
  readonly limit?: number | undefined;
}

/** A number with the ends of its 95 % interval. */
export interface Between {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How well estimates of a batch size are expected to be aligned, with the truth and with each other. */
export interface Prediction {
  readonly batchSize: number;
  readonly alignment: Between;
  readonly agreement: number;
}

/** The batch that an alignment asks for, and what it rests on. */
export interface Forecast {
  readonly verdict: "reached" | "never" | "unknown";
  /** Trajectories; there only if it is reached. The upper end is infinite where none can be told. */
  readonly trajectories?: Between;
  /** The alignment that ever larger batches tend to. */
  readonly limit?: Between;
  /** Noise to signal of one trajectory, at the largest batch size. */
  readonly noiseToSignal?: number;
  readonly source: "exact" | "empirical";
  /**
   * "resampled": by means of stored estimates; "normal": by the law of normal estimates; "measured": between two probed
   * batch sizes; "fitted": by a/n + b beyond them.
   */
  readonly method?: "resampled" | "normal" | "measured" | "fitted";
  /** Smallest batch size that it rests on. */
  readonly from: number;
  /** Largest batch size that it rests on. */
  readonly to: number;
  /** Why it is unknown, or what else to bear in mind. */
  readonly note?: string;
  readonly predictions: readonly Prediction[];
}

/** Nothing is known, and why. */
export const unknown = (
  { batchSizes, cells }: Pick<ForecastInput, "batchSizes" | "cells">,
  note: string,
): Forecast => ({
  verdict: "unknown",
  source: "empirical",
  from: cells[0]?.batchSize ?? batchSizes[0],
  to: batchSizes[batchSizes.length - 1],
  note,
  predictions: [],
});

/** Noise to signal of one trajectory. */
export const noiseToSignal = ({ along, across }: Noise, n: number): number => n * (along + across);
