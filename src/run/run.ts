import { concat, concatMap, defer, EMPTY, finalize, type Observable, of } from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { ownEnvironment } from "../config/environments.ts";
import { evaluationSchedule, probeSchedule, type RunConfig } from "../config/plan.ts";
import type { CodeOfOthers } from "../estimators/kind.ts";
import type { Allocate } from "../probe/cell-columns.ts";
import { type ProbeOptions, probe } from "../probe/probe.ts";
import { setUp } from "../setup/set-up.ts";
import { evaluation } from "./evaluation.ts";
import { type IterationEvent, isSkipped, type RunEvent } from "./events.ts";
import { type TrainOptions, train } from "./train.ts";

/** How a run is done. */
export interface RunOptions extends TrainOptions, Pick<ProbeOptions, "share"> {
  /** What answers for estimators that are somebody else's; what the study names if not given. */
  readonly code?: CodeOfOthers;
}

/**
 * One run, from its configuration to the events that the store records:
 *
 *   evaluation and probe at θ₀ → [ batch → update → (both, where they are due) ] × iterations → batch at the last θ
 *
 * Nothing happens before it is subscribed to; then all of it happens at once, synchronously.
 *
 * @param environment a custom simulator, in place of the configured one
 * @param allocate where the columns of its events get their memory from; new memory if it is left out
 * @param options with `resume` it begins after the updates that made that state, and without what was measured at their end
 * @throws ConfigError (as the stream's error) naming the key whose value cannot be served
 */
export const run = (
  config: RunConfig,
  environment?: Environment,
  allocate?: Allocate,
  options: RunOptions = {},
): Observable<RunEvent> =>
  owning(config, environment, (environment) => {
    const setup = setUp(config, environment, options.code);
    const due = new Set(probeSchedule(config));
    const evaluated = new Set(evaluationSchedule(config));
    const measureAt = (iteration: number, envSteps: number) =>
      concat(
        evaluated.has(iteration) ? defer(() => of(evaluation(setup, iteration, envSteps))) : EMPTY,
        due.has(iteration) ? defer(() => probe(setup, iteration, { ...options, allocate })) : EMPTY,
      );
    const log = (update: IterationEvent) =>
      update.iteration % config.agent.logEvery === 0 || update.gradientNorm === null || isSkipped(update)
        ? of(update)
        : EMPTY;
    return concat(
      options.resume === undefined ? measureAt(0, 0) : EMPTY,
      train(setup, options).pipe(
        concatMap((event) =>
          event.type === "iteration"
            ? concat(log(event), measureAt(event.iteration + 1, event.envSteps))
            : of(event),
        ),
      ),
    );
  });

/** The events of a run with the environment that is given, or one that is made for it and disposed of when it has ended. */
const owning = (
  config: RunConfig,
  given: Environment | undefined,
  events: (environment: Environment) => Observable<RunEvent>,
): Observable<RunEvent> =>
  defer(() => {
    if (given) return events(given);
    const { environment, dispose } = ownEnvironment(config.environment);
    const ending = defer(() => {
      dispose();
      return EMPTY;
    });
    return concat(
      defer(() => events(environment)),
      ending,
    ).pipe(finalize(() => dispose("quietly"))); // after an error, or where nobody listens any more
  });
