import { concat, concatMap, defer, from, type Observable, of } from "rxjs";
import { keptOf } from "../config/kept.ts";
import { trajectoriesBehind } from "../estimators/estimator.ts";
import type { MomentsAt } from "../moments/compared.ts";
import type { MomentsEvent } from "../moments/event.ts";
import { momentsFor } from "../moments/moments-for.ts";
import { isTabular } from "../policies/policy.ts";
import type { Setup } from "../setup/set-up.ts";
import { exactTruth } from "../truth/exact.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import type { EstimandEvent, EstimatesEvent, ProbeEvent } from "./cell.ts";
import type { ShownEstimates } from "./cell-collector.ts";
import type { Allocate } from "./cell-columns.ts";
import { cellInChunks } from "./cell-in-chunks.ts";
import { compareWithEstimand } from "./compare-with-estimand.ts";
import { diagnose, type LookedAt } from "./diagnose.ts";
import type { ReplicateSink } from "./draw-block.ts";
import { drawBlocks, type Share } from "./draw-blocks.ts";
import type { Measurement } from "./events.ts";
import { forecaster } from "./forecaster.ts";
import { measureStreams } from "./streams.ts";
import { wholeCell } from "./whole-cell.ts";

/** How a probe is made. */
export interface ProbeOptions {
  /** Where cells get their memory from; new memory if not given. */
  readonly allocate?: Allocate | undefined;
  /** Tells others of blocks that they may draw; all are drawn here if not given. */
  readonly share?: Share | undefined;
}

/**
 * Freezes θ and measures: the truth, the exact moments that can be computed, then for every batch size the
 * replicates of all estimators, which see the same trajectories. Critics do not learn here.
 *
 * @throws Error if θ or the rewards are so large that J or ‖∇J‖ overflows
 */
export const probe = (
  setup: Setup,
  iteration: number,
  options: ProbeOptions = {},
): Observable<Measurement> => {
  const { point, config } = setup;
  const truth = point.exact ? exactTruth(point) : null;
  if (truth !== null && !Number.isFinite(truth.norm + truth.value))
    throw new Error(
      `the truth is not finite at iteration ${iteration}: J = ${truth.value}, ‖∇J‖ = ${truth.norm}`,
    );
  const begin: ProbeEvent = {
    type: "probe",
    iteration,
    theta: point.theta.slice(),
    normalizer: normalizerOf(point),
    truth,
  };
  const momentsAt = lazily(() => momentsOfPoint(setup, truth));
  const moments = defer(() => from(momentsOf(setup, iteration, momentsAt(), truth?.noise ?? null)));
  const sizes = config.probe?.batchSizes ?? [];
  const forecasts = sizes.length > 0 && truth ? forecaster(setup, iteration, truth, momentsAt) : undefined;
  const largest: LookedAt[] = []; // what diagnostics look at
  const measure = (size: number) => {
    const looks = size === Math.max(...sizes) && looksAtEstimates(setup);
    const see = (e: number, shown: ShownEstimates) => {
      forecasts?.see(e, size, shown.gradients, shown.finite);
      const { name, estimator } = setup.estimators[e];
      // a copy: whoever takes the event may give its buffers away
      if (looks)
        largest.push({
          estimator: name,
          batchSize: trajectoriesBehind(estimator, size),
          gradients: shown.gradients.slice(),
          count: shown.finite.length,
        });
    };
    return measureCells(setup, iteration, size, truth, see, options);
  };
  const cells = from(sizes).pipe(concatMap(measure));
  const diagnostics = defer(() => from(diagnose(setup, iteration, largest)));
  const foretold = defer(() => from(forecasts?.forecasts() ?? []));
  const streams = defer(() => from(measureStreams(setup, iteration, truth)));
  return concat(of(begin), moments, cells, foretold, streams, diagnostics); // of critics as they were fitted last
};

/** What knows the exact moments here, where something does and the study wants them. */
const momentsOfPoint = ({ config, point }: Setup, truth: TrueGradient | null): MomentsAt | undefined =>
  truth !== null && config.probe?.exactMoments ? momentsFor(point, truth.gradient) : undefined;

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

function* momentsOf(
  { config, estimators }: Setup,
  iteration: number,
  momentsAt: MomentsAt | undefined,
  noise: TrueGradient["noise"],
): Generator<MomentsEvent> {
  if (momentsAt === undefined || config.probe === undefined) return;
  const comparable = noise === null ? {} : { cosine: Number.NaN, turnedBy: Number.NaN, scaledBy: Number.NaN };
  for (const size of config.probe.batchSizes) {
    for (const { name, estimator } of estimators) {
      const moments = momentsAt(estimator, size);
      const batchSize = trajectoriesBehind(estimator, size);
      if (moments)
        yield { type: "moments", iteration, estimator: name, batchSize, ...moments, ...comparable };
    }
  }
}

/**
 * @param size trajectories of each batch; an estimate that takes several batches has more behind it
 * @param see looks at estimates of the estimator of a number, while they are at hand
 */
const measureCells = (
  setup: Setup,
  iteration: number,
  size: number,
  truth: TrueGradient | null,
  see: (e: number, shown: ShownEstimates) => void,
  { allocate, share }: ProbeOptions,
): Observable<EstimatesEvent | EstimandEvent> =>
  defer(() => {
    const { config, point, estimators } = setup;
    const { probe } = config;
    const R = probe?.replicates ?? 0;
    const P = point.theta.length;
    const cells = estimators.map(() =>
      probe?.keep === undefined
        ? wholeCell(R, P, truth, allocate)
        : cellInChunks({ drawn: R, kept: keptOf(probe), parameters: P }, truth, allocate),
    );
    const sink: ReplicateSink = {
      places: () => cells.map((cell) => cell.place()),
      add(envSteps) {
        for (const [e, cell] of cells.entries()) cell.add(envSteps[e]);
      },
    };
    drawBlocks(setup, { iteration, batchSize: size }, sink, share);
    return from(estimators).pipe(
      concatMap((named, e): (EstimatesEvent | EstimandEvent)[] => {
        const { columns, sums, bias, shown } = cells[e].finish();
        const batchSize = trajectoriesBehind(named.estimator, size);
        const place = { iteration, batchSize };
        const estimand = compareWithEstimand(named, point, sums.mean, truth?.gradient, place);
        const estimates: EstimatesEvent = {
          ...{ type: "estimates", ...place, estimator: named.name, replicates: R },
          ...columns,
          ...{ sums, bias },
        };
        see(e, shown);
        return estimand ? [estimates, estimand] : [estimates];
      }),
    );
  });

const normalizerOf = ({ policy }: Setup["point"]): Float64Array =>
  isTabular(policy) ? new Float64Array(0) : (policy.normalizer?.moments.slice() ?? new Float64Array(0));

const looksAtEstimates = ({ config: { probe } }: Setup): boolean =>
  probe?.diagnostics?.gradientNoise === true || probe?.diagnostics?.usefulness?.stepSize !== undefined;
