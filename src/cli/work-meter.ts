import { probeSchedule } from "../config/plan.ts";
import type { Job, SweepEvent } from "../sweep/sweep.ts";
import { workCounter, workOf } from "../sweep/work.ts";

/** How far some runs are, in trajectories. */
export interface WorkState {
  readonly done: number;
  readonly total: number;
  /** Runs that have ended, of `runs`. */
  readonly ended: number;
  readonly runs: number;
}

/** Measures in trajectories what of some runs is done, and of the references of their probes. */
export const workMeter = (jobs: readonly Job[]) => {
  let [done, total, ended] = [0, 0, 0];
  let awaited = 0; // references, of which there is one for each probe
  const runs = new Map<number, { count: ReturnType<typeof workCounter>; planned: number; drawn: number }>();
  for (const { runId, config, from } of jobs) {
    const planned = workOf(config, from);
    runs.set(runId, { count: workCounter(config, from), planned, drawn: 0 });
    total += planned;
    if (config.probe?.reference) awaited += probeSchedule(config, from).length;
  }
  const references = new Map<string, { readonly drawn: number; readonly expected: number }>();
  let expected = 0; // trajectories of the references that are being drawn or done
  return {
    advance(event: SweepEvent): void {
      const run = runs.get(event.job.runId);
      if (run === undefined) return;
      const before = run.drawn;
      if (event.type === "batch") for (const each of event.batch.events) run.drawn = run.count(each);
      if (event.type === "end") {
        run.drawn = run.planned; // nothing is left of it, even where it failed
        ended++;
      }
      done += run.drawn - before;
      if (event.type !== "progress") return;
      const place = `${event.job.runId} ${event.iteration}`;
      const known = references.get(place) ?? { drawn: 0, expected: 0 };
      references.set(place, event);
      done += event.drawn - known.drawn;
      expected += event.expected - known.expected;
    },
    state(): WorkState {
      // references to come are taken to be as long as those that are being drawn or done
      const ofReferences = references.size > 0 ? (expected * awaited) / references.size : 0;
      return { done, total: total + ofReferences, ended, runs: jobs.length };
    },
  };
};
