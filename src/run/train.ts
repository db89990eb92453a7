import { defer, from, type Observable } from "rxjs";
import { decodeState, encodeState } from "../memory/encode.ts";
import type { Setup } from "../setup/set-up.ts";
import type { IterationEvent, StateEvent } from "./events.ts";
import { createTraining, type Training } from "./training.ts";

/**
 * Trains: one event for each θ. Everything is synchronous, so that whoever listens sees θ as it is after the update, and
 * the next batch is drawn with it.
 */
export function train(setup: Setup): Observable<IterationEvent>;
export function train(setup: Setup, options: TrainOptions): Observable<IterationEvent | StateEvent>;
export function train(setup: Setup, options: TrainOptions = {}): Observable<IterationEvent | StateEvent> {
  return defer(() => from(eventsOf(createTraining(setup), setup, options)));
}

/** Where training begins, and what it tells of its end. */
export interface TrainOptions {
  /** The state of a shorter run after its last update, with which this one goes on. */
  readonly resume?: string | undefined;
  /** Whether the state after the last update is an event. */
  readonly saves?: boolean;
}

function* eventsOf(
  training: Training,
  { config }: Setup,
  { resume, saves = false }: TrainOptions,
): Generator<IterationEvent | StateEvent> {
  if (resume !== undefined) training.restore(decodeState(resume));
  while (!training.over) {
    if (saves && training.learned)
      yield { type: "state", iteration: config.agent.iterations, state: encodeState(training.save()) };
    const event = training.step();
    if (event) yield event;
  }
}
