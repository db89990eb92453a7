import { tap } from "rxjs";
import { ownEnvironment, prepareEnvironment } from "../config/environments.ts";
import { type ErrorRecord, recordOf } from "../errors/error-record.ts";
import { decodeState } from "../memory/encode.ts";
import type { Offer } from "../probe/draw-blocks.ts";
import { frozen } from "../probe/frozen.ts";
import { helpToDraw, isLeft } from "../probe/shared-cells.ts";
import { drawReference, type ReferenceSums, type ReferenceTask } from "../reference/draw.ts";
import { checkpointSchedule } from "../run/checkpoint-schedule.ts";
import type { RunEvent } from "../run/events.ts";
import { run } from "../run/run.ts";
import { setUp } from "../setup/set-up.ts";
import { batched, FULL_BATCH, sizeOfAll } from "./batched.ts";
import { bufferPool } from "./buffer-pool.ts";
import type { HelpTask, Message, Task } from "./task.ts";

// what a module prints is no result: stdout is for those alone
console.log = console.info = console.debug = console.error;

/** Numbers that may wait for the writer (12 MiB): a probe of small batches is drawn faster than it is recorded. */
const MAX_IN_FLIGHT = 12 * FULL_BATCH;

/**
 * Does one run in a worker thread. A run is synchronous, so when the writer is behind the whole thread sleeps
 * until a batch of events is recorded.
 */
export default async ({ config, resume, checkpointEvery, port, inFlight }: Task): Promise<void> => {
  const post = (message: Message, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  post({ begun: true });
  try {
    await prepareEnvironment(config.environment);
  } catch (error) {
    post({ error: recordOf(error) });
    return port.close();
  }
  const send = (events: readonly RunEvent[]): void => {
    const size = sizeOfAll(events);
    for (let n = Atomics.load(inFlight, 0); n > 0 && n + size > MAX_IN_FLIGHT; n = Atomics.load(inFlight, 0))
      Atomics.wait(inFlight, 0, n);
    Atomics.add(inFlight, 0, size);
    post({ events }, events.flatMap(buffersOf));
  };
  const checkpoints = checkpointSchedule(checkpointEvery);
  const share = (offer: Offer) => post({ offer });
  run(config, undefined, bufferPool(port), { resume, saves: true, checkpoints, share })
    .pipe(batched, tap(send)) // what cannot be sent is an error of the run
    .subscribe({
      error: (error: unknown) => post({ error: recordOf(error) }),
      complete: () => post({ error: null }),
    });
  // what was sent still arrives; an open port would keep the memory that comes back for it as long as the thread lives
  port.close();
};

/** Draws a part of a reference in a worker thread. */
export const reference = async (
  task: ReferenceTask,
): Promise<ReferenceSums | { readonly error: ErrorRecord }> => {
  try {
    await prepareEnvironment(task.problem.environment);
    return drawReference(task);
  } catch (error) {
    return { error: recordOf(error) };
  }
};

/** Draws blocks of another run's cells in a worker thread. */
export const help = async ({ config, offer, helper }: HelpTask): Promise<void> => {
  const { cells, state } = offer;
  if (!isLeft(cells)) return;
  await prepareEnvironment(config.environment);
  const { environment, dispose } = ownEnvironment(config.environment);
  try {
    const setup = setUp(config, environment);
    frozen(setup).restore(decodeState(state));
    helpToDraw(setup, offer, cells, helper);
  } finally {
    dispose("quietly");
  }
};

/** The buffers of an event's columns: given away rather than copied. */
const buffersOf = (event: RunEvent): ArrayBuffer[] => [
  ...new Set(
    Object.values(event).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [])),
  ),
];
