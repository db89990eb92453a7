import {
  endWith,
  fromEvent,
  ignoreElements,
  interval,
  lastValueFrom,
  merge,
  NEVER,
  of,
  takeUntil,
  takeWhile,
  tap,
} from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { withEnvironment } from "../config/environments.ts";
import { hashOf, probeSchedule, type RunConfig } from "../config/plan.ts";
import { batchLawOf } from "../estimators/law.ts";
import { CHECKPOINT_EVERY } from "../run/checkpoint-schedule.ts";
import { setUp } from "../setup/set-up.ts";
import type { PlannedRun } from "../store/record/register.ts";
import type { Provenance } from "../store/run-facts.ts";
import type { Store } from "../store/writer.ts";
import type { Runner } from "./pool.ts";
import type { ReferenceSource } from "./reference.ts";
import { type Job, type SweepEvent, sweep } from "./sweep.ts";

const HEARTBEAT = 5000; // milliseconds

/** The environment, and what the estimators of an agent are and claim; the seed makes no difference to it. */
const described = (
  config: RunConfig,
  environment: Environment,
): Pick<PlannedRun, "environment" | "estimators"> => {
  const { estimators } = setUp(config, environment);
  return {
    environment: environment.kind,
    estimators: estimators.map(({ name, kind, estimator, options }) => ({
      name,
      kind,
      stateWeight: estimator.estimand.stateWeight,
      unbiased: estimator.estimand.unbiased,
      batchLaw: batchLawOf(estimator.law),
      config: options,
    })),
  };
};

/**
 * Those of some runs of a study that are not done yet, as jobs, registered in the store, and how many are done.
 *
 * @param environment one that was made elsewhere, in place of the configured one
 * @param replace as of `Store.register`
 */
export const register = (
  study: string,
  configs: readonly RunConfig[],
  store: Store,
  {
    environment,
    replace = false,
  }: { readonly environment?: Environment | undefined; readonly replace?: boolean | undefined } = {},
): { jobs: Job[]; done: number } => {
  const agents = new Map<string, ReturnType<typeof described>>();
  const planned = configs.map((config): PlannedRun => {
    const { name } = config.agent;
    const known =
      agents.get(name) ?? withEnvironment(config.environment, environment, (made) => described(config, made));
    agents.set(name, known);
    return {
      agent: name,
      seed: config.seed,
      config,
      configHash: hashOf(config),
      probes: probeSchedule(config),
      ...known,
    };
  });
  const registered = store.register(study, planned, replace);
  const jobs = registered.flatMap(({ runId, done, continues, from, unused }, i): Job[] => {
    if (done) return [];
    const job = { runId, config: configs[i], ...(unused !== undefined && { unused }) };
    if (continues === undefined) return [job];
    if (continues !== runId) return [{ ...job, from, resume: () => store.finalState(continues) }];
    const waiting = () => store.waitingProbes(runId);
    return [{ ...job, from, resume: () => store.checkpoint(runId), waiting }];
  });
  return { jobs, done: registered.length - jobs.length };
};

/** How a sweep is done. */
export interface ExecuteOptions {
  readonly jobs: readonly Job[];
  readonly store: Store;
  readonly runner: Runner;
  /** Workers that do runs. */
  readonly concurrency: number;
  readonly provenance: Provenance;
  /** Stops the sweep; what is running is marked as interrupted. */
  readonly signal?: AbortSignal;
  /** References that are known besides those of the store. */
  readonly known?: ReferenceSource | undefined;
  /** Seconds between the times at which what is drawn of a reference is kept. */
  readonly checkpointEvery?: number | undefined;
  /** Milliseconds between signs of life of the running runs. */
  readonly heartbeat?: number;
  /** Called for every event after it is stored; columns are valid only during the call. */
  onEvent?(event: SweepEvent): void;
}

/**
 * Does the jobs and records everything they emit, as it comes.
 *
 * @throws StoreError if the database cannot be written, or is found gone at a sign of life; what is running then is
 *   left as it is
 */
export const execute = async (options: ExecuteOptions): Promise<void> => {
  const { jobs, store, runner, concurrency, provenance, known, signal, onEvent } = options;
  const { checkpointEvery: every = CHECKPOINT_EVERY } = options;
  const { heartbeat = HEARTBEAT } = options;
  const running = new Set<number>();
  const record = (event: SweepEvent): void => {
    const { runId } = event.job;
    if (event.type === "begin") {
      store.begin(runId, provenance);
      running.add(runId);
    } else if (event.type === "reference") {
      store.recordReference(runId, event.iteration, event.job.config.objective, event.reference);
    } else if (event.type === "progress") {
      // for whoever watches
    } else if (event.type === "batch") {
      store.record(runId, event.batch.events);
    } else {
      store.end(runId, event.error === null ? "done" : "failed", event.error?.message);
      running.delete(runId);
    }
    onEvent?.(event);
    if (event.type === "batch") event.batch.acknowledge();
  };
  const beats = interval(heartbeat).pipe(
    tap(() => {
      for (const runId of running) store.heartbeat(runId);
    }),
    ignoreElements(),
  );
  const stop = !signal ? NEVER : signal.aborted ? of(null) : fromEvent(signal, "abort");
  const source: ReferenceSource = (hash) => store.reference(hash) ?? known?.(hash);
  const drafts = { every, ...store.drafts };
  const work = sweep(jobs, runner, concurrency, source, drafts).pipe(tap(record), endWith(null));
  await lastValueFrom(
    merge(work, beats).pipe(
      takeWhile((event) => event !== null),
      takeUntil(stop),
    ),
    { defaultValue: null },
  );
  for (const runId of running) store.end(runId, "interrupted");
};
