import { catchError, concat, defer, from, map, mergeMap, type Observable, of } from "rxjs";
import type { RunConfig } from "../config/plan.ts";
import { type ErrorRecord, recordOf } from "../errors/error-record.ts";
import type { Reference } from "../reference/average.ts";
import type { ProbedPoint } from "../store/record/checkpoints.ts";
import type { EventBatch, Runner } from "./pool.ts";
import { type Drafts, type ReferenceEvent, type ReferenceSource, referenceDrawer } from "./reference.ts";

/** A run of a sweep, with the row that it fills. */
export interface Job {
  readonly runId: number;
  readonly config: RunConfig;
  /** The state that it goes on from, of a shorter run or of its own checkpoint; not given where it begins at the first θ. */
  readonly resume?: () => string;
  /** Its probes that have happened before, and wait for their references; none if not given. */
  readonly waiting?: () => readonly ProbedPoint[];
  /** Why the checkpoint that it has is not used; not given where it is, or where there is none. */
  readonly unused?: string;
  /** Updates that were made before; 0 if not given. */
  readonly from?: number | undefined;
}

/** What happens in a sweep, in the order of time; a job begins once, unless its worker dies first, and ends once. */
export type SweepEvent = { readonly job: Job } & (
  | { readonly type: "begin" }
  | { readonly type: "batch"; readonly batch: EventBatch }
  | { readonly type: "reference"; readonly iteration: number; readonly reference: Reference }
  | (Extract<ReferenceEvent, { type: "progress" }> & { readonly iteration: number })
  | { readonly type: "end"; readonly error: ErrorRecord | null }
);

/**
 * Does all jobs, `concurrency` of them at a time, and as many more wait as the runner wants; none where references
 * follow, which take all workers. A job is a run, and then a reference for each of its probes that wants one. A job
 * that fails ends with its error; the others go on.
 */
export const sweep = (
  jobs: readonly Job[],
  runner: Runner,
  concurrency: number,
  source?: ReferenceSource,
  drafts?: Drafts,
): Observable<SweepEvent> => {
  const referenceAt = referenceDrawer(runner, concurrency, source, drafts);
  return from(jobs).pipe(
    mergeMap(
      (job) =>
        concat(measured(job, runner, referenceAt), of<SweepEvent>({ job, type: "end", error: null })).pipe(
          catchError((error: unknown) => of<SweepEvent>({ job, type: "end", error: recordOf(error) })),
        ),
      concurrency + (jobs.some(({ config }) => config.probe?.reference) ? 0 : runner.ahead),
    ),
  );
};

/** The run, and then what its probes are compared with. */
const measured = (
  job: Job,
  runner: Runner,
  referenceAt: ReturnType<typeof referenceDrawer>,
): Observable<SweepEvent> =>
  defer(() => {
    const probes: ProbedPoint[] = [...(job.waiting?.() ?? [])];
    const run = runner.run(job.config, job.resume?.()).pipe(
      map((message): SweepEvent => {
        if ("begun" in message) return { job, type: "begin" };
        if (job.config.probe?.reference)
          for (const event of message.events) if (event.type === "probe") probes.push(event);
        return { job, type: "batch", batch: message };
      }),
    );
    const references = defer(() =>
      concat(
        ...probes.map((probe) =>
          referenceAt(job.config, probe).pipe(
            map((event): SweepEvent => ({ job, ...event, iteration: probe.iteration }) as SweepEvent),
          ),
        ),
      ),
    );
    return concat(run, references);
  });
