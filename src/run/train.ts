import { defer, from, type Observable } from "rxjs";
import { decodeState, encodeState } from "../memory/encode.ts";
import type { Setup } from "../setup/set-up.ts";
import type { CheckpointSchedule } from "./checkpoint-schedule.ts";
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
  /** The state with which it goes on: of a shorter run after its last update, or of a checkpoint of its own. */
  readonly resume?: string | undefined;
  /** Whether the state after the last update is an event. */
  readonly saves?: boolean;
  /** When a state before that is an event; never if not given. */
  readonly checkpoints?: CheckpointSchedule | undefined;
}

function* eventsOf(
  training: Training,
  { config }: Setup,
  { resume, saves = false, checkpoints }: TrainOptions,
): Generator<IterationEvent | StateEvent> {
  if (resume !== undefined) training.restore(decodeState(resume));
  const state = () => encodeState(training.save());
  // updates made, between two of them; what it went on from is kept already
  let iteration = resume === undefined ? 0 : undefined;
  for (;;) {
    if (iteration !== undefined && iteration <= config.agent.iterations) {
      if (training.learned) {
        if (saves) yield { type: "state", iteration, state: state() };
      } else if (checkpoints?.due()) yield { type: "checkpoint", iteration, state: checkpoints.take(state) };
    }
    if (training.over) return;
    const event = training.step();
    iteration = event && event.iteration + 1;
    if (event) yield event;
  }
}
