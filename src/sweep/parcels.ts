import { Observable, type OperatorFunction } from "rxjs";
import type { RunEvent } from "../run/events.ts";

/** Numbers in a parcel before it is sent (1 MiB of float64). */
export const FULL = 131_072;

/** About how many numbers an event holds. */
const sizeOf = (event: RunEvent): number => (event.type === "estimates" ? event.gradients.length : 128);

/** The same of all events of a parcel. */
export const sizeOfAll = (events: readonly RunEvent[]): number =>
  events.reduce((sum, event) => sum + sizeOf(event), 0);

/**
 * Groups events into parcels, so that many small ones share a message and a transaction, and no parcel holds
 * more than one cell beyond `FULL`.
 */
export const inParcels: OperatorFunction<RunEvent, RunEvent[]> = (events) =>
  new Observable((subscriber) => {
    let parcel: RunEvent[] = [];
    let size = 0;
    const send = () => {
      if (parcel.length > 0) subscriber.next(parcel);
      parcel = [];
      size = 0;
    };
    return events.subscribe({
      next(event) {
        parcel.push(event);
        size += sizeOf(event);
        if (size >= FULL) send();
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
