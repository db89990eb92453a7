import { asyncScheduler, concat, defer, map, of, subscribeOn } from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { drawReference } from "../reference/draw.ts";
import { CHECKPOINT_EVERY, checkpointSchedule } from "../run/checkpoint-schedule.ts";
import { run } from "../run/run.ts";
import { batched } from "./batched.ts";
import type { Runner } from "./pool.ts";

/**
 * Does the work in this thread, with an environment that cannot cross to another; between pieces a signal is heard.
 *
 * @param checkpointEvery seconds between checkpoints of a run
 */
export const inlineRunner = (environment: Environment, checkpointEvery = CHECKPOINT_EVERY): Runner => ({
  ahead: 0,
  run: (config, resume) => {
    const checkpoints = checkpointSchedule(checkpointEvery);
    const batches = run(config, environment, undefined, { resume, saves: true, checkpoints }).pipe(
      batched,
      map((events) => ({ events, acknowledge: () => {} })),
    );
    return concat(of({ begun: true } as const), batches).pipe(subscribeOn(asyncScheduler));
  },
  reference: (task) => defer(() => of(drawReference(task, environment))).pipe(subscribeOn(asyncScheduler)),
});
