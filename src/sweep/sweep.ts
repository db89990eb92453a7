import { catchError, concat, defer, from, mergeMap, type Observable } from "rxjs";
import type { RunConfig } from "../plan.ts";
import type { Parcel, Runner } from "./pool.ts";

/** A run of a sweep, with the row that it fills. */
export interface Job {
  readonly runId: number;
  readonly config: RunConfig;
}

/** What happens in a sweep, in the order of time; a job begins once and ends once. */
export type SweepEvent = { readonly job: Job } & (
  | { readonly type: "begin" }
  | { readonly type: "parcel"; readonly parcel: Parcel }
  | { readonly type: "end"; readonly error: string | null }
);

/**
 * Does all jobs, `concurrency` of them handed to the runner at a time. A job begins with the first parcel of its
 * run, which may be empty. A job that fails ends with its error; the others go on.
 */
export const sweep = (jobs: readonly Job[], runner: Runner, concurrency: number): Observable<SweepEvent> =>
  from(jobs).pipe(mergeMap((job) => eventsOf(job, runner), concurrency));

const eventsOf = (job: Job, runner: Runner): Observable<SweepEvent> =>
  defer(() => {
    let begun = false;
    const after = (event: SweepEvent): SweepEvent[] => {
      const before: SweepEvent[] = begun ? [] : [{ job, type: "begin" }];
      begun = true;
      return [...before, event];
    };
    const end = (error: string | null) => from(after({ job, type: "end", error }));
    return concat(
      runner(job.config).pipe(mergeMap((parcel) => after({ job, type: "parcel", parcel }))),
      defer(() => end(null)),
    ).pipe(catchError((error: unknown) => end(error instanceof Error ? error.message : String(error))));
  });
