import { concat, concatMap, defer, EMPTY, finalize, type Observable, of } from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { ownEnvironment } from "../config/environments.ts";
import { probeSchedule, type RunConfig } from "../config/plan.ts";
import type { Allocate } from "../probe/cell.ts";
import { probe } from "../probe/probe.ts";
import { setUp } from "../setup/set-up.ts";
import { type IterationEvent, isSkipped, type RunEvent } from "./events.ts";
import { type TrainOptions, train } from "./train.ts";

/**
 * One run, from its configuration to the events that the store records:
 *
 *   probe at θ₀ → [ batch → update → (probe, where one is due) ] × iterations → batch at the last θ
 *
 * Nothing happens before it is subscribed to; then all of it happens at once, synchronously.
 *
 * @param environment a custom simulator, in place of the configured one
 * @param allocate where the columns of its events get their memory from; new memory if it is left out
 * @param options with `resume` it begins after the updates of a shorter run, and without the probe at their end
 * @throws ConfigError (as the stream's error) naming the key whose value cannot be served
 */
export const run = (
  config: RunConfig,
  environment?: Environment,
  allocate?: Allocate,
  options: TrainOptions = {},
): Observable<RunEvent> =>
  owning(config, environment, (environment) => {
    const setup = setUp(config, environment);
    const due = new Set(probeSchedule(config));
    const probeAt = (iteration: number) => (due.has(iteration) ? probe(setup, iteration, allocate) : EMPTY);
    const log = (update: IterationEvent) =>
      update.iteration % config.agent.logEvery === 0 || update.gradientNorm === null || isSkipped(update)
        ? of(update)
        : EMPTY;
    return concat(
      options.resume === undefined ? probeAt(0) : EMPTY,
      train(setup, options).pipe(
        concatMap((event) =>
          event.type === "state" ? of(event) : concat(log(event), probeAt(event.iteration + 1)),
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
