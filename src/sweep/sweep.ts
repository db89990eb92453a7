import { catchError, concat, from, map, mergeMap, type Observable, of } from "rxjs";
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

/** Does all jobs, `concurrency` of them at a time. A job that fails ends with its error; the others go on. */
export const sweep = (jobs: readonly Job[], runner: Runner, concurrency: number): Observable<SweepEvent> =>
  from(jobs).pipe(
    mergeMap(
      (job) =>
        concat(
          of<SweepEvent>({ job, type: "begin" }),
          runner(job.config).pipe(map((parcel): SweepEvent => ({ job, type: "parcel", parcel }))),
          of<SweepEvent>({ job, type: "end", error: null }),
        ).pipe(
          catchError((error: unknown) =>
            of<SweepEvent>({
              job,
              type: "end",
              error: error instanceof Error ? error.message : String(error),
            }),
          ),
        ),
      concurrency,
    ),
  );
