import { defer, from, type Observable } from "rxjs";
import type { Setup } from "../setup/set-up.ts";
import type { IterationEvent } from "./events.ts";
import { createTraining, type Training } from "./training.ts";

/**
 * Trains: one event for each θ. Everything is synchronous, so that whoever listens sees θ as it is after the update, and
 * the next batch is drawn with it.
 */
export const train = (setup: Setup): Observable<IterationEvent> =>
  defer(() => from(eventsOf(createTraining(setup))));

function* eventsOf(training: Training): Generator<IterationEvent> {
  while (!training.over) {
    const event = training.step();
    if (event) yield event;
  }
}
