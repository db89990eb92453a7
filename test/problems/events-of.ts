import type { Environment } from "../../envs/contract/environment.ts";
import type { RunConfig } from "../../src/config/plan.ts";
import type { RunEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";

/** All events of a run, which is synchronous; its error is thrown. */
export const eventsOf = (config: RunConfig, environment?: Environment): RunEvent[] => {
  const events: RunEvent[] = [];
  let failure: unknown;
  run(config, environment).subscribe({
    next: (event) => events.push(event),
    error: (error) => {
      failure = error;
    },
  });
  if (failure) throw failure;
  return events;
};
