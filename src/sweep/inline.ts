import { asyncScheduler, map, subscribeOn } from "rxjs";
import { run } from "../run.ts";
import type { Environment } from "../types.ts";
import { inParcels } from "./parcels.ts";
import type { Runner } from "./pool.ts";

/** Does runs in this thread, with an environment that cannot cross to another. */
export const inlineRunner =
  (environment: Environment): Runner =>
  (config) =>
    run(config, environment).pipe(
      subscribeOn(asyncScheduler), // between runs the thread is free, for a signal to be heard
      inParcels,
      map((events) => ({ events, acknowledge: () => {} })),
    );
