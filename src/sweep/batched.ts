import { Observable, type OperatorFunction } from "rxjs";
import type { RunEvent } from "../run/events.ts";

/** Numbers in an event batch before it is sent (1 MiB of float64). */
export const FULL_BATCH = 131_072;

/** About how many numbers an event holds. */
const sizeOf = (event: RunEvent): number =>
  event.type === "estimates" || event.type === "streams" ? 128 + event.gradients.length : 128;

/** The same of all events of a batch. */
export const sizeOfAll = (events: readonly RunEvent[]): number =>
  events.reduce((sum, event) => sum + sizeOf(event), 0);

/**
 * Groups events into batches, so that many small ones share a message and a transaction, and no batch holds
 * more than one cell beyond `FULL_BATCH`. A checkpoint is the last of its batch: nothing that it stands for waits.
 */
export const batched: OperatorFunction<RunEvent, RunEvent[]> = (events) =>
  new Observable((subscriber) => {
    let batch: RunEvent[] = [];
    let size = 0;
    const send = () => {
      if (batch.length > 0) subscriber.next(batch);
      batch = [];
      size = 0;
    };
    return events.subscribe({
      next(event) {
        batch.push(event);
        size += sizeOf(event);
        if (size >= FULL_BATCH || event.type === "checkpoint") send();
      },
      error(error) {
        send();
        subscriber.error(error);
      },
      complete() {
        send();
        subscriber.complete();
      },
    });
  });
