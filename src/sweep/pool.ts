import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import { from, map, Observable } from "rxjs";
import type { RunConfig } from "../config/plan.ts";
import { ContractError } from "../errors/contract-error.ts";
import { type ErrorRecord, errorOf } from "../errors/error-record.ts";
import type { ReferenceSums, ReferenceTask } from "../reference/draw.ts";
import { CHECKPOINT_EVERY } from "../run/checkpoint-schedule.ts";
import type { RunEvent } from "../run/events.ts";
import { sizeOfAll } from "./batched.ts";
import { createHelpers } from "./helpers.ts";
import type { Message, Task } from "./task.ts";

/**
 * Events of a run that are to be recorded and then acknowledged; the run waits if too many are not. Acknowledging returns
 * the buffers of the estimates to the run: their columns are empty from then on.
 */
export interface EventBatch {
  readonly events: readonly RunEvent[];
  acknowledge(): void;
}

/** A run that was waiting for a worker has found one. */
export interface Begun {
  readonly begun: true;
}

/** Does the work: each piece starts when subscribed to, and stops when unsubscribed from. */
export interface Runner {
  /** Runs that may wait, so that a worker that is done need not wait until what it sent is recorded. */
  readonly ahead: number;
  /** Does a run: tells that it has begun, and then everything else. @param resume the state that it goes on from */
  run(config: RunConfig, resume?: string): Observable<Begun | EventBatch>;
  /** Draws a part of a reference. */
  reference(task: ReferenceTask): Observable<ReferenceSums>;
}

/** Worker threads that do the work. `close` ends them, and whatever they are doing. */
export interface Pool extends Runner {
  close(): Promise<void>;
}

/** Young-generation heap limit of a worker, MiB; V8 fills whatever it is given. */
const YOUNG_GENERATION_LIMIT = 4;

/**
 * Starts up to `workers` threads, as they are needed.
 *
 * @param timeLimit seconds that a run may take: then it fails, and its thread, whatever it does, is ended and replaced
 * @param checkpointEvery seconds between checkpoints of a run
 */
export const createPool = (workers: number, timeLimit?: number, checkpointEvery = CHECKPOINT_EVERY): Pool => {
  const filename = new URL("./worker.js", import.meta.url).href;
  const pool = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: workers,
    atomics: "disabled",
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_LIMIT },
  });
  // a thread that breaks with no run to fail is replaced; that of a run is told by its promise
  pool.on("error", () => {});
  const helpers = createHelpers(workers, (task, signal) => pool.run(task, { name: "help", signal }));
  /** Work that is no help. */
  const work = async (task: Task | ReferenceTask, options: Parameters<typeof pool.run>[1]) => {
    helpers.occupy();
    try {
      return await pool.run(task, options);
    } finally {
      helpers.vacate();
    }
  };
  return {
    ahead: 1,
    run: (config, resume) =>
      new Observable((subscriber) => {
        const { port1, port2 } = new MessageChannel();
        const inFlight = new Int32Array(new SharedArrayBuffer(4));
        const abort = new AbortController();
        let endOffer = () => {};
        let ended = false; // aborting a task that is about to return would end its thread for nothing
        let timer: NodeJS.Timeout | undefined;
        const late = () =>
          subscriber.error(
            new Error(`the run took longer than its time limit of ${timeLimit} s, and was ended`),
          );
        port1.on("message", (message: Message) => {
          if ("begun" in message) {
            if (timeLimit !== undefined) timer = setTimeout(late, 1000 * timeLimit);
            return subscriber.next(message);
          }
          if ("offer" in message) {
            endOffer(); // of the cells before
            endOffer = helpers.offered(config, message.offer, abort.signal);
            return;
          }
          if ("events" in message) {
            const acknowledge = () => {
              const size = sizeOfAll(message.events);
              const memory = message.events.flatMap(memoryOf);
              port1.postMessage(memory, memory);
              Atomics.sub(inFlight, 0, size);
              Atomics.notify(inFlight, 0);
            };
            return subscriber.next({ events: message.events, acknowledge });
          }
          ended = true;
          if (message.error === null) subscriber.complete();
          else subscriber.error(errorOf(message.error));
        });
        const task: Task = { config, resume, checkpointEvery, port: port2, inFlight };
        work(task, { transferList: [port2], signal: abort.signal }).catch((error) =>
          subscriber.error(explained(error)),
        );
        return () => {
          endOffer();
          clearTimeout(timer);
          port1.close();
          if (!ended) abort.abort();
        };
      }),
    reference: (task) =>
      from(work(task, { name: "reference" })).pipe(
        map((answer: ReferenceSums | { readonly error: ErrorRecord }) => {
          if ("error" in answer) throw errorOf(answer.error);
          return answer;
        }),
      ),
    close: () => pool.destroy(),
  };
};

const memoryOf = (event: RunEvent): ArrayBuffer[] =>
  event.type === "estimates" ? [event.gradients.buffer as ArrayBuffer] : [];

/** Only code of the environment ends a thread in this way. */
const explained = (error: Error): Error => {
  const [, code] = /^worker exited with code: (\d+)$/.exec(error.message) ?? [];
  return code === undefined
    ? error
    : new ContractError([
        `a module of the study ended the thread of the run, with exit code ${code}; throw an error instead`,
      ]);
};
