import { prepareEnvironment } from "../config/environments.ts";
import { type ErrorRecord, recordOf } from "../errors/error-record.ts";
import { drawReference, type ReferenceSums, type ReferenceTask } from "../reference/draw.ts";
import type { RunEvent } from "../run/events.ts";
import { run } from "../run/run.ts";
import { FULL, inParcels, sizeOfAll } from "./parcels.ts";
import { reclaimed } from "./reclaimed.ts";
import type { Message, Task } from "./task.ts";

// what a module prints is no result: stdout is for those alone
console.log = console.info = console.debug = console.error;

/** Numbers that may wait for the writer (12 MiB): a probe of small batches is drawn faster than it is recorded. */
const AHEAD = 12 * FULL;

/**
 * Does one run in a worker thread. A run is synchronous, so when the writer is behind the whole thread sleeps
 * until a parcel is recorded.
 */
export default async ({ config, port, underway }: Task): Promise<void> => {
  const post = (message: Message, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  post({ begun: true });
  await prepareEnvironment(config.environment);
  run(config, undefined, reclaimed(port))
    .pipe(inParcels)
    .subscribe({
      next(events) {
        const size = sizeOfAll(events);
        for (let n = Atomics.load(underway, 0); n > 0 && n + size > AHEAD; n = Atomics.load(underway, 0))
          Atomics.wait(underway, 0, n);
        Atomics.add(underway, 0, size);
        post({ events }, events.flatMap(buffersOf));
      },
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

/** The buffers of an event's columns: given away rather than copied. */
const buffersOf = (event: RunEvent): ArrayBuffer[] => [
  ...new Set(
    Object.values(event).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [])),
  ),
];
