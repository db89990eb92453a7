import { limitAlignment } from "../diagnostics/limit-alignment.ts";
import { trajectoriesBehind } from "../estimators/estimator.ts";
import { batchLawOf } from "../estimators/law.ts";
import type { MomentsAt } from "../moments/compared.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import {
  type ExactNoise,
  type ForecastInput,
  TARGET,
  unknown,
} from "../statistics/alignment/alignment-forecast.ts";
import { type CellSummary, summarizeCell } from "../statistics/alignment/cell-summary.ts";
import { finiteRows } from "../statistics/alignment/finite-rows.ts";
import { forecast } from "../statistics/alignment/forecast.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import type { ForecastEvent } from "./events.ts";

type Named = Setup["estimators"][number];

/** Takes in the cells of a probe, one after the other while they are at hand, and then foretells. */
export interface Forecaster {
  /** @param e which estimator @param size trajectories of a batch @param gradients [R, P] @param finite [R] */
  see(e: number, size: number, gradients: Float64Array, finite: Uint8Array): void;
  forecasts(): Generator<ForecastEvent>;
}

/** The forecasts of a probe with an exact truth. Of a cell it keeps some numbers, and none of its gradients. */
export const forecaster = (
  { config, point, estimators }: Setup,
  iteration: number,
  truth: TrueGradient,
  momentsAt: () => MomentsAt | undefined,
): Forecaster => {
  const { agent, seed, probe } = config;
  const sizes = [...(probe?.batchSizes ?? [])].sort((a, b) => a - b);
  const cells = estimators.map((): CellSummary[] => []);
  const exact = estimators.map((named) => exactNoise(named, sizes, momentsAt));
  const keyOf = (name: string, size: number) => [
    seed,
    agent.name,
    "probe",
    iteration,
    size,
    "forecast",
    name,
  ];
  return {
    see(e, size, gradients, finite) {
      const { name, estimator } = estimators[e];
      const batchSize = trajectoriesBehind(estimator, size);
      const cell = summarizeCell(finiteRows(gradients, finite), {
        batchSize,
        truth,
        unbiased: estimator.estimand.unbiased,
        averages: batchLawOf(estimator.law) !== undefined,
        total: exact[e]()?.(batchSize)?.total,
        target: TARGET,
        larger: sizes.map((each) => trajectoriesBehind(estimator, each)).filter((each) => each > batchSize),
        random: stream(...keyOf(name, size)),
      });
      if (cell) cells[e].push(cell);
    },
    *forecasts() {
      for (const [e, { name, estimator }] of estimators.entries()) {
        const input: ForecastInput = {
          cells: cells[e].sort((a, b) => a.batchSize - b.batchSize),
          parameters: point.theta.length,
          fewest: trajectoriesBehind(estimator, estimator.takes.fewest),
          batchSizes: sizes.map((size) => trajectoriesBehind(estimator, size)),
          batchLaw: batchLawOf(estimator.law),
          exactAt: exact[e](),
          limit: limitAlignment(estimator, point, truth, stream(...keyOf(name, 0))),
        };
        const zero =
          exact[e]() === undefined && cells[e].length > 0 && cells[e].every(({ zeros }) => zeros === 1);
        const why =
          truth.noise ?? (truth.norm > 0 ? null : "the truth is 0") ?? (zero ? "the estimate is 0" : null);
        const known = why === null ? forecast(input) : unknown(input, why);
        yield { type: "forecast", iteration, estimator: name, ...known };
      }
    },
  };
};

/**
 * Exact noise at any number of trajectories: by the moments at that number where they follow from a formula, and by those
 * of the largest batch size where a larger batch averages more of the same.
 */
const exactNoise = (
  { estimator }: Named,
  sizes: readonly number[],
  momentsAt: () => MomentsAt | undefined,
): (() => ((n: number) => ExactNoise | undefined) | undefined) => {
  let known: ((n: number) => ExactNoise | undefined) | undefined | "not yet" = "not yet";
  const find = (): ((n: number) => ExactNoise | undefined) | undefined => {
    const at = momentsAt();
    const size = sizes[sizes.length - 1];
    const law = batchLawOf(estimator.law);
    const largest = at?.(estimator, size);
    const noise = (moments: typeof largest, factor = 1): ExactNoise | undefined => {
      if (moments === undefined || !(moments.meanNorm > 0)) return undefined;
      const { cosine, totalVariance, parallelVariance, meanNorm } = moments;
      const scale = factor / meanNorm ** 2;
      return {
        cosine,
        total: totalVariance * scale,
        along: parallelVariance === null ? undefined : parallelVariance * scale,
      };
    };
    if (at === undefined || largest === undefined || (law === undefined && estimator.law.kind !== "form"))
      return undefined;
    if (law === "mean") return (n) => noise(largest, trajectoriesBehind(estimator, size) / n);
    if (largest.method === "enumeration") return undefined;
    return (n) => noise(at(estimator, n / estimator.takes.batches));
  };
  return () => {
    if (known === "not yet") known = find();
    return known;
  };
};
