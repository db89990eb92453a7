import { availableParallelism } from "node:os";
import type { Environment } from "../../envs/contract/environment.ts";
import type { Claim } from "../check/claim.ts";
import { checkStudy } from "../check/study.ts";
import { prepareEnvironment } from "../config/environments.ts";
import type { RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import type { ErrorRecord } from "../errors/error-record.ts";
import { UsageError } from "../errors/usage-error.ts";
import { openStore } from "../store/open.ts";
import { version } from "../store/version.ts";
import { execute, register } from "../sweep/execute.ts";
import { inlineRunner } from "../sweep/inline.ts";
import { createPool, type Runner } from "../sweep/pool.ts";
import { provenance } from "../sweep/provenance.ts";
import type { Job, SweepEvent } from "../sweep/sweep.ts";
import {
  type CustomStudy,
  completeCustomStudy,
  completeStudy,
  environmentOf,
  type StudyInput,
} from "./complete-study.ts";

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
  const { workers = availableParallelism(), timeLimit, signal, onStudy } = options;
  const inOrder: Study[] = [];
  for (const study of studies) {
    await prepareEnvironment(environmentOf(study));
    inOrder.push(completeStudy(study));
  }
  const pool = createPool(workers, timeLimit);
  const failures: Failure[] = [];
  try {
    for (const study of inOrder) {
      if (signal?.aborted) break;
      onStudy?.(study);
      failures.push(...(await conduct(study, options, pool, workers)));
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
  return conduct(completeCustomStudy(environment, study), options, inlineRunner(environment), 1, environment);
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

const conduct = async (
  study: Study,
  { db, replace, signal, onPlan, onEvent }: StudyOptions,
  runner: Runner,
  concurrency: number,
  environment?: Environment,
): Promise<Failure[]> => {
  const store = openStore(db, version());
  const failures: Failure[] = [];
  try {
    const { jobs, done } = register(study, store, environment, replace);
    onPlan?.(jobs, done);
    await execute({
      jobs,
      store,
      runner,
      concurrency,
      provenance: provenance(version()),
      ...(signal && { signal }),
      onEvent(event) {
        if (event.type === "end" && event.error !== null)
          failures.push({ config: event.job.config, error: event.error.message, code: event.error.code });
        onEvent?.(event);
      },
    });
  } finally {
    store.close();
  }
  return failures;
};
