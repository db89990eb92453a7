import { rmSync, writeFileSync } from "node:fs";
import { plan } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import type { ErrorRecord } from "../errors/error-record.ts";
import { UsageError } from "../errors/usage-error.ts";
import { openStore } from "../store/open.ts";
import { version } from "../store/version.ts";
import type { Store } from "../store/writer.ts";
import { completeStudies, type StudyInput } from "../study/complete-study.ts";
import type { Failure, StudyOptions } from "../study/run-study.ts";
import { register } from "../sweep/execute.ts";
import type { Job } from "../sweep/sweep.ts";
import { type Connection, connect, MAX_STARTS } from "./connect.ts";
import { recoverJobs } from "./locks.ts";
import { pause } from "./pause.ts";
import { enqueue, forget, forgetParts, givenUp, type Result, resultsOf } from "./results.ts";
import { BATCHES, dataOf, idOf, RUNS } from "./task.ts";

/** How studies are run by the workers of a queue. */
export interface AskOptions extends Pick<StudyOptions, "db" | "replace" | "signal" | "onPlan" | "onEvent"> {
  /** Told of what lasts. */
  say(line: string): void;
}

/** Milliseconds after which jobs that nobody has are made anew: someone may have emptied the queue. */
const BETWEEN_CHECKS = 10_000;

/**
 * Runs what is missing of studies by the workers of a queue: asks for every run, and records each as it comes. It may be
 * stopped or killed and called again: what was asked for is done meanwhile, and asked for once.
 *
 * @param url of the database that has the queue
 * @returns the runs that failed
 * @throws as `runStudies` and `connect`; UsageError for a run that goes on from a shorter one, which only the database has
 */
export const askWorkers = async (
  url: string,
  studies: readonly (Study | StudyInput)[],
  options: AskOptions,
): Promise<Failure[]> => {
  const { db, replace = false, signal, onPlan, say } = options;
  const inOrder = await completeStudies(studies);
  const queue = RUNS();
  const connection = await connect(url, [queue, BATCHES()], signal, say);
  let store: Store | undefined;
  try {
    store = openStore(db, version());
    const waiting = new Map<string, Job>();
    const tasks = new Map<string, object>();
    const all: string[] = [];
    let done = 0;
    for (const study of inOrder) {
      const configs = plan(study);
      all.push(...configs.map((config) => idOf({ study: study.name, config })));
      const registered = register(study.name, configs, store, { replace });
      done += registered.done;
      for (const job of registered.jobs) {
        refuseContinued(job, db);
        const { runId, config } = job;
        const task = { study: study.name, config };
        const id = idOf(task);
        waiting.set(id, { runId, config }); // from its beginning: no worker has a checkpoint
        tasks.set(id, dataOf(task));
      }
    }
    onPlan?.([...waiting.values()], done);
    // what was recorded by one that was killed before it could say so
    await forget(
      connection,
      queue,
      all.filter((id) => !waiting.has(id)),
    );
    const failures = await collect(connection, queue, tasks, waiting, store, options);
    if (waiting.size === 0) await forgetParts(connection, queue, BATCHES());
    return failures;
  } finally {
    store?.close();
    await connection.close();
  }
};

const refuseContinued = ({ config, from = 0, runId, waiting }: Job, db: string): void => {
  if (from > 0 && waiting === undefined)
    throw new UsageError(
      `run ${runId} of ${db} (agent ${config.agent.name}, seed ${config.seed}) goes on from a shorter one, which no worker has; ` +
        "leave out --on",
    );
};

/** Asks for tasks and records what they come to, until all are done or the signal is given. */
const collect = async (
  connection: Connection,
  queue: string,
  tasks: ReadonlyMap<string, object>,
  waiting: Map<string, Job>,
  store: Store,
  { signal, onEvent }: AskOptions,
): Promise<Failure[]> => {
  const failures: Failure[] = [];
  let checked = Number.NEGATIVE_INFINITY;
  const end = async (id: string, result: Result): Promise<void> => {
    const job = waiting.get(id) as Job;
    const error = record(store, job, result);
    if (error !== null) failures.push({ config: job.config, error: error.message, code: error.code });
    onEvent?.({ job, type: "end", error });
    waiting.delete(id);
    await forget(connection, queue, [id]); // only now: until it is recorded it is nowhere else
  };
  while (waiting.size > 0 && !signal?.aborted) {
    if (performance.now() - checked > BETWEEN_CHECKS) {
      for (const id of await givenUp(connection, queue, [...waiting.keys()]))
        await end(id, { error: `${MAX_STARTS} workers began the run, and none came to its end` });
      const left = [...tasks].filter(([id]) => waiting.has(id));
      await enqueue(connection, queue, new Map(left));
      checked = performance.now();
    }
    const [next] = await resultsOf(connection, queue, [...waiting.keys()], 1);
    if (next === undefined) {
      await recoverJobs(connection, queue);
      await pause(signal);
      continue;
    }
    await end(next.id, next.result);
  }
  return failures;
};

/** @returns why the run failed; null if it is done */
const record = (store: Store, { runId }: Job, result: Result): ErrorRecord | null => {
  if ("error" in result) {
    store.end(runId, "failed", result.error);
    return { message: result.error, code: null };
  }
  const path = `${store.path}.${runId}.partial`;
  try {
    writeFileSync(path, result.file);
    const { status, error } = store.adopt(runId, path);
    return status === "done" ? null : { message: error ?? status, code: null };
  } finally {
    rmSync(path, { force: true });
  }
};
