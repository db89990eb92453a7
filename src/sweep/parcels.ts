import { Observable, type OperatorFunction } from "rxjs";
import type { RunEvent } from "../events.ts";

/** Numbers in a parcel before it is sent (1 MiB of float64). */
const FULL = 131_072;

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
        size += event.type === "estimates" ? event.gradients.length : 128;
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
