import { concat, concatMap, defer, from, ignoreElements, type Observable, of, reduce, take, tap } from "rxjs";
import { keptOf } from "../config/kept.ts";
import { trajectoriesBehind } from "../estimators/estimator.ts";
import type { MomentsAt } from "../moments/compared.ts";
import type { MomentsEvent } from "../moments/event.ts";
import { momentsFor } from "../moments/moments-for.ts";
import { isTabular } from "../policies/policy.ts";
import { rollout } from "../problem/rollout.ts";
import { sharedEstimate } from "../problem/weighting.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import { exactTruth } from "../truth/exact.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import type { EstimandEvent, EstimatesEvent, ProbeEvent } from "./cell.ts";
import type { ShownEstimates } from "./cell-collector.ts";
import type { Allocate } from "./cell-columns.ts";
import { cellInChunks } from "./cell-in-chunks.ts";
import { compareWithEstimand } from "./compare-with-estimand.ts";
import { diagnose, type LookedAt } from "./diagnose.ts";
import type { Measurement } from "./events.ts";
import { forecaster } from "./forecaster.ts";
import { measureStreams } from "./streams.ts";
import { wholeCell } from "./whole-cell.ts";

/**
 * Freezes θ and measures: the truth, the exact moments that can be computed, then for every batch size the
 * replicates of all estimators, which see the same trajectories. Critics do not learn here.
 *
 * @param allocate where cells get their memory from; new memory if it is left out
 * @throws Error if θ or the rewards are so large that J or ‖∇J‖ overflows
 */
export const probe = (setup: Setup, iteration: number, allocate?: Allocate): Observable<Measurement> => {
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
    return measureCells(setup, iteration, size, truth, see, allocate);
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
  { config, point, update, estimators }: Setup,
  iteration: number,
  size: number,
  truth: TrueGradient | null,
  see: (e: number, shown: ShownEstimates) => void,
  allocate?: Allocate,
): Observable<EstimatesEvent | EstimandEvent> => {
  const { agent, seed, probe } = config;
  const R = probe?.replicates ?? 0;
  const P = point.theta.length;
  const key = [seed, agent.name, "probe", iteration, size];
  const batches = Math.max(...estimators.map(({ estimator }) => estimator.takes.batches));
  const randoms = estimators.map(({ name }) => stream(...key, "estimator", name));
  const probed = estimators.slice(update.estimators.length); // the agent's learn along training and are frozen here
  const warmUp = rollout(point, { batchSize: size, key: [...key, "warm-up"] }).pipe(
    take(1),
    tap((batch) => {
      for (const { estimator } of probed) estimator.memory?.fit(batch, point);
    }),
    ignoreElements(),
  );
  // what takes several batches draws the further ones elsewhere, so that no other estimator sees them
  const further = Array.from({ length: batches - 1 }, (_, b) => {
    const draws = (role: string) => stream(...key, "batch", b + 1, role);
    return point.sampler(draws("actions"), draws("environment"));
  });
  // what only weights scores is estimated together, in one pass over the batch
  const sharing = [...estimators.keys()].filter((e) => estimators[e].estimator.weighting);
  const together = sharedEstimate(estimators.flatMap(({ estimator: { weighting } }) => weighting ?? []));
  const envSteps = new Float64Array(estimators.length);
  const measured = rollout(point, { batchSize: size, key }).pipe(
    take(R),
    reduce(
      (cells, first) => {
        const places = cells.map((cell) => cell.place());
        together(
          first,
          point,
          sharing.map((e) => places[e]),
        );
        envSteps.fill(0);
        for (let b = 0; b < batches; b++) {
          const batch = b === 0 ? first : further[b - 1](size);
          for (const [e, { estimator }] of estimators.entries()) {
            const { weighting, takes } = estimator;
            if (b >= takes.batches) continue;
            const own = weighting ? 0 : estimator.estimate(batch, point, places[e], randoms[e]);
            envSteps[e] += takes.simulates ? own : batch.steps;
          }
        }
        for (const [e, cell] of cells.entries()) cell.add(envSteps[e]);
        for (const { estimator } of probed) estimator.memory?.update(first, point);
        return cells;
      },
      estimators.map(() =>
        probe?.keep === undefined
          ? wholeCell(R, P, truth, allocate)
          : cellInChunks({ drawn: R, kept: keptOf(probe), parameters: P }, truth, allocate),
      ),
    ),
    concatMap((cells) =>
      from(estimators).pipe(
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
      ),
    ),
  );
  return probed.some(({ estimator }) => estimator.memory) ? concat(warmUp, measured) : measured;
};

const normalizerOf = ({ policy }: Setup["point"]): Float64Array =>
  isTabular(policy) ? new Float64Array(0) : (policy.normalizer?.moments.slice() ?? new Float64Array(0));

const looksAtEstimates = ({ config: { probe } }: Setup): boolean =>
  probe?.diagnostics?.gradientNoise === true || probe?.diagnostics?.usefulness?.stepSize !== undefined;
