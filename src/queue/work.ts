import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareEnvironment } from "../config/environments.ts";
import { PARTS } from "../reference/average.ts";
import { openStore } from "../store/open.ts";
import { version } from "../store/version.ts";
import { drawingOf, withDrawing } from "../sweep/drawing.ts";
import { execute, register } from "../sweep/execute.ts";
import { createPool, type Runner } from "../sweep/pool.ts";
import { provenance } from "../sweep/provenance.ts";
import { connect } from "./connect.ts";
import { doNext, type Hands } from "./do-job.ts";
import { type DrawTogether, drawTogether } from "./draw-together.ts";
import { Locks } from "./locks.ts";
import { pause } from "./pause.ts";
import type { Result } from "./results.ts";
import { BATCHES, RUNS, type Task, taskIn } from "./task.ts";

/** How a worker works. */
export interface WorkOptions {
  /** Runs at the same time, a thread each. */
  readonly workers: number;
  /** Seconds without work after which it ends; it goes on for ever if not given. */
  readonly idle?: number | undefined;
  /** Seconds that a run may take. */
  readonly timeLimit?: number | undefined;
  /** Seconds of drawing after which a reference is gone on with by all workers. */
  readonly shareAfter: number;
  /** Ends it; what it is doing is left to others. */
  readonly signal: AbortSignal;
  /** Told what is done, a line each. */
  say(line: string): void;
}

/**
 * Does the runs of a queue, one after the other, and sends what they have come to.
 *
 * @param url of the database that has the queue
 * @throws as `connect`
 */
export const workOn = async (url: string, options: WorkOptions): Promise<void> => {
  const { workers, timeLimit, shareAfter, signal, say } = options;
  const queue = RUNS();
  const connection = await connect(url, [queue, BATCHES()], signal, say);
  const locks = new Locks(connection);
  const pool = createPool(workers, timeLimit);
  const folder = mkdtempSync(join(tmpdir(), "trueslope-work-"));
  const hands = { connection, locks };
  const sharing = { threads: workers, after: shareAfter, signal };
  const together = drawTogether(hands, drawingOf(pool), sharing);
  const worker = { ...hands, queue, folder, together, runner: withDrawing(pool, together.draw) };
  try {
    await Promise.all(Array.from({ length: workers }, () => workOneByOne(worker, options)));
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
    await locks.close();
    await connection.close();
  }
};

interface Worker extends Hands {
  readonly queue: string;
  readonly runner: Runner;
  readonly together: DrawTogether;
  readonly folder: string;
}

const workOneByOne = async (worker: Worker, { idle, signal, say }: WorkOptions): Promise<void> => {
  let since = performance.now();
  while (!signal.aborted) {
    const did =
      (await worker.together.drawNext()) ||
      (await doNext(worker, worker.queue, async (id, data) => {
        const task = taskIn(data);
        const result = await doTask(worker, id, task, signal);
        if (result) say(`agent ${task.config.agent.name}, seed ${task.config.seed} of ${task.study}`);
        return result;
      }));
    if (did) since = performance.now();
    else if (idle !== undefined && performance.now() - since > 1000 * idle) return;
    else await pause(signal);
  }
};

/** @returns undefined if it was stopped */
const doTask = async (
  { runner, folder }: Worker,
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
      await execute({
        ...{ jobs, store, runner, signal },
        concurrency: PARTS, // of references: this is one run
        provenance: provenance(version()),
      });
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
