import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { prepareEnvironment } from "../config/environments.ts";
import { openStore } from "../store/open.ts";
import { version } from "../store/version.ts";
import { execute, register } from "../sweep/execute.ts";
import { createPool, type Pool } from "../sweep/pool.ts";
import { provenance } from "../sweep/provenance.ts";
import { type Connection, connect } from "./connect.ts";
import { Locks, recoverJobs } from "./locks.ts";
import { type Result, saveResult } from "./results.ts";
import { queueName, type Task, taskIn } from "./task.ts";

/** How a worker works. */
export interface WorkOptions {
  /** Runs at the same time, a thread each. */
  readonly workers: number;
  /** Seconds without work after which it ends; it goes on for ever if not given. */
  readonly idle?: number | undefined;
  /** Seconds that a run may take. */
  readonly timeLimit?: number | undefined;
  /** Ends it; what it is doing is left to others. */
  readonly signal: AbortSignal;
  /** Told what is done, a line each. */
  say(line: string): void;
}

const BETWEEN_LOOKS = 500; // milliseconds

/**
 * Does the runs of a queue, one after the other, and sends what they have come to.
 *
 * @param url of the database that has the queue
 * @throws as `connect`
 */
export const workOn = async (url: string, options: WorkOptions): Promise<void> => {
  const { workers, timeLimit, signal, say } = options;
  const queue = queueName();
  const connection = await connect(url, queue, signal, say);
  const locks = new Locks(connection);
  const pool = createPool(workers, timeLimit);
  const folder = mkdtempSync(join(tmpdir(), "trueslope-work-"));
  const worker = { connection, queue, locks, pool, folder };
  try {
    await Promise.all(Array.from({ length: workers }, () => workOneByOne(worker, options)));
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
    await locks.close();
    await connection.close();
  }
};

interface Worker {
  readonly connection: Connection;
  readonly queue: string;
  readonly locks: Locks;
  readonly pool: Pool;
  readonly folder: string;
}

const workOneByOne = async (worker: Worker, { idle, signal, say }: WorkOptions): Promise<void> => {
  const { connection, queue, locks } = worker;
  let since = performance.now();
  while (!signal.aborted) {
    const [job] = await connection.boss.fetch(queue);
    if (job === undefined) {
      if (idle !== undefined && performance.now() - since > 1000 * idle) return;
      await recoverJobs(connection, queue);
      await pause(signal);
      continue;
    }
    if (!(await locks.hold(job.id))) continue; // another does it, and was thought dead
    const task = taskIn(job.data);
    const result = await doTask(worker, job.id, task, signal);
    if (result) await saveResult(connection, queue, job.id, result);
    else await connection.boss.fail(queue, job.id); // for another
    await locks.release(job.id);
    if (result) say(`agent ${task.config.agent.name}, seed ${task.config.seed} of ${task.study}`);
    since = performance.now();
  }
};

/** @returns undefined if it was stopped */
const doTask = async (
  { pool, folder }: Worker,
  id: string,
  { study, config }: Task,
  signal: AbortSignal,
): Promise<Result | undefined> => {
  const path = join(folder, `${id}.db`);
  try {
    await prepareEnvironment(config.environment);
    const store = openStore(path, version());
    try {
      const { jobs } = register(study, [config], store);
      await execute({ jobs, store, runner: pool, concurrency: 1, provenance: provenance(version()), signal });
    } finally {
      store.close();
    }
    return signal.aborted ? undefined : { file: readFileSync(path) };
  } catch (error) {
    return signal.aborted ? undefined : { error: (error as Error).message };
  } finally {
    rmSync(path, { force: true });
  }
};

/** Until it is time to look again, or the signal is given. */
export const pause = (signal?: AbortSignal): Promise<void> =>
  setTimeout(BETWEEN_LOOKS, undefined, signal && { signal }).catch(() => {});
