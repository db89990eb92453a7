import { availableParallelism } from "node:os";
import type { Environment } from "../../envs/contract/environment.ts";
import type { Claim } from "../check/claim.ts";
import { checkStudy } from "../check/study.ts";
import { plan, type RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import type { ErrorRecord } from "../errors/error-record.ts";
import { UsageError } from "../errors/usage-error.ts";
import { openStore } from "../store/open.ts";
import { runsOfShard, type Shard, shardFile } from "../store/shards.ts";
import { version } from "../store/version.ts";
import type { Store } from "../store/writer.ts";
import { execute, register } from "../sweep/execute.ts";
import { inlineRunner } from "../sweep/inline.ts";
import { createPool, type Runner } from "../sweep/pool.ts";
import { provenance } from "../sweep/provenance.ts";
import type { Job, SweepEvent } from "../sweep/sweep.ts";
import { type CustomStudy, completeCustomStudy, completeStudies, type StudyInput } from "./complete-study.ts";
import { openMerged } from "./merged.ts";

/** How a study is run. */
export interface StudyOptions {
  /** Database to write; created with its folder if it is not there. */
  readonly db: string;
  /** Worker threads; one per processor if not given. */
  readonly workers?: number;
  /**
   * Whether runs of the study that the database holds with another configuration are deleted, and done anew as far as
   * the study names them. Without it they are refused, because no mean is over both.
   */
  readonly replace?: boolean;
  /**
   * Seconds that a run may take, without end if not given: one that takes longer fails, even if it hangs in a step, and
   * the others go on. It takes worker threads.
   */
  readonly timeLimit?: number;
  /**
   * The part of the runs that is done, into a file of its own beside `db` (see `shardFile`), which nobody can read until
   * it is done. What `db` has already is not done again, and its references are taken; it is only read.
   */
  readonly shard?: Shard;
  /**
   * Seconds between the states that are kept of a run, or of a reference, from which the next call goes on if this one is
   * ended from outside: 10 if not given, 0 after every update. It changes no result.
   */
  readonly checkpointEvery?: number;
  /** Stops the study; what is running is marked as interrupted, and the next call goes on from there. */
  readonly signal?: AbortSignal;
  /** Called once with what is to be done, and how many runs are done already. */
  onPlan?(jobs: readonly Job[], done: number): void;
  /** Called for every event after it is stored; columns are valid only during the call: copy what is to be kept. */
  onEvent?(event: SweepEvent): void;
}

/** A run that failed, and why. */
export interface Failure {
  readonly config: RunConfig;
  readonly error: string;
  /** The code of a `TrueslopeError`; null for any other. */
  readonly code: ErrorRecord["code"];
}

/**
 * Runs what is missing of a study: its runs over worker threads, everything they emit into one database.
 *
 * @returns the runs that failed; the others are done, unless the signal was given
 * @throws ConfigError with everything that is wrong with the study; StoreError if the database cannot be written
 */
export const runStudy = async (study: Study | StudyInput, options: StudyOptions): Promise<Failure[]> =>
  runStudies([study], options);

/**
 * The same for several studies, one after the other, in one database and with the same worker threads; once the signal
 * is given, no other is begun.
 */
export const runStudies = async (
  studies: readonly (Study | StudyInput)[],
  options: StudyOptions & {
    /** Called with each study before it is begun. */
    onStudy?(study: Study): void;
  },
): Promise<Failure[]> => {
  const { workers = availableParallelism(), timeLimit, checkpointEvery, signal, onStudy } = options;
  const inOrder = await completeStudies(studies);
  const pool = createPool(workers, timeLimit, checkpointEvery);
  const failures: Failure[] = [];
  let first = 0; // run of the next study, of all
  try {
    for (const study of inOrder) {
      if (signal?.aborted) break;
      onStudy?.(study);
      failures.push(...(await conduct(study, options, { runner: pool, concurrency: workers, first })));
      first += plan(study).length;
    }
  } finally {
    await pool.close();
  }
  return failures;
};

/**
 * Runs what is missing of a study of a custom environment, in this thread. The database knows the environment
 * by its `kind` only: give it another when its dynamics change.
 *
 * @throws ConfigError with everything that is wrong with the study; UsageError if a time limit is given, which this thread cannot keep; and as
 *   `runStudy`
 */
export const runStudyOn = async (
  environment: Environment,
  study: CustomStudy,
  options: StudyOptions,
): Promise<Failure[]> => {
  if (options.timeLimit !== undefined)
    throw new UsageError(
      "timeLimit takes worker threads, and so an environment from a module; leave it out here",
    );
  const runner = inlineRunner(environment, options.checkpointEvery);
  return conduct(completeCustomStudy(environment, study), options, { runner, concurrency: 1, environment });
};

/**
 * Checks a custom environment, with the policy and the estimators of a study: simulator against model, score
 * and ∇J against finite differences, estimators that claim to be unbiased against ∇J.
 *
 * @throws ConfigError with everything that is wrong with the study
 */
export const checkEnvironment = (environment: Environment, study: CustomStudy): Claim[] => [
  ...checkStudy(completeCustomStudy(environment, study), environment),
];

/** What does the runs of a study, and which of all runs is its first. */
interface Means {
  readonly runner: Runner;
  readonly concurrency: number;
  readonly environment?: Environment;
  readonly first?: number;
}

const conduct = async (
  study: Study,
  { db, shard, replace = false, checkpointEvery, signal, onPlan, onEvent }: StudyOptions,
  { runner, concurrency, environment, first = 0 }: Means,
): Promise<Failure[]> => {
  const merged = shard && openMerged(db);
  const failures: Failure[] = [];
  let store: Store | undefined;
  try {
    store = openStore(shard ? shardFile(db, shard) : db, version(), shard !== undefined);
    const planned = shard ? runsOfShard(plan(study), shard, first) : plan(study);
    const configs = merged?.missing(study.name, planned, replace) ?? planned;
    const { jobs, done } = register(study.name, configs, store, { environment, replace });
    onPlan?.(jobs, done + planned.length - configs.length);
    await execute({
      jobs,
      store,
      runner,
      concurrency,
      provenance: provenance(version()),
      known: merged?.reference,
      checkpointEvery,
      ...(signal && { signal }),
      onEvent(event) {
        if (event.type === "end" && event.error !== null)
          failures.push({ config: event.job.config, error: event.error.message, code: event.error.code });
        onEvent?.(event);
      },
    });
  } finally {
    store?.close();
    merged?.close();
  }
  return failures;
};
