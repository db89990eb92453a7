import {
  concat,
  defer,
  EMPTY,
  map,
  mergeMap,
  type Observable,
  of,
  ReplaySubject,
  range,
  share,
  tap,
} from "rxjs";
import type { RunConfig } from "../config/plan.ts";
import { norm } from "../linear-algebra/norm.ts";
import { decodeState, encodeState } from "../memory/encode.ts";
import type { Reference } from "../reference/average.ts";
import { REFERENCE_BATCH } from "../reference/draw.ts";
import { beginDrawing } from "../reference/drawing.ts";
import { type ReferenceRequest, referenceHash } from "../reference/problem.ts";
import { expectedTrajectories } from "../reference/stages.ts";
import { checkpointSchedule } from "../run/checkpoint-schedule.ts";
import type { ProbedPoint } from "../store/record/checkpoints.ts";
import type { DraftKeeper } from "../store/reference-draft.ts";
import type { Runner } from "./pool.ts";

/** Knows references that were drawn before. */
export type ReferenceSource = (hash: string) => Reference | undefined;

/** Where what is drawn of a reference is kept until it is whole. */
export interface Drafts extends DraftKeeper {
  /** Seconds between two times of keeping. */
  readonly every: number;
}

/** What happens while a reference is drawn. */
export type ReferenceEvent =
  | { readonly type: "progress"; readonly drawn: number; readonly expected: number }
  | { readonly type: "reference"; readonly reference: Reference };

/**
 * Gives the references of probes: those that are known; those that are drawn for another job at the moment, when they
 * are there; and all others drawn.
 */
export const referenceDrawer = (
  runner: Pick<Runner, "reference">,
  concurrency: number,
  source: ReferenceSource = () => undefined,
  drafts?: Drafts,
): ((config: RunConfig, at: ProbedPoint) => Observable<ReferenceEvent>) => {
  const drawings = new Map<string, Observable<ReferenceEvent>>();
  return ({ environment, policy, objective, probe }, { theta, normalizer }) =>
    defer(() => {
      if (probe?.reference === undefined) return EMPTY;
      const problem = { environment, policy, objective, theta, normalizer, ...probe.reference };
      const hash = referenceHash(problem);
      const known = source(hash);
      if (known) return of<ReferenceEvent>({ type: "reference", reference: known });
      const drawing =
        drawings.get(hash) ??
        drawInStages(problem, hash, runner, concurrency, drafts).pipe(
          tap({ complete: () => drawings.delete(hash), error: () => drawings.delete(hash) }),
          share({ connector: () => new ReplaySubject(1), resetOnComplete: false, resetOnError: false }),
        );
      drawings.set(hash, drawing);
      return drawing;
    });
};

/** @throws Error if returns or gradients overflowed */
const finite = (reference: Reference): Reference => {
  const { value, valueError, standardError, gradient } = reference;
  if (!Number.isFinite(value + valueError + standardError + norm(gradient)))
    throw new Error(
      `the reference is not finite: J = ${value}, standard error of the gradient ${standardError}`,
    );
  return reference;
};

/** Draws a reference in stages, the tasks of each over the workers, until its error or its budget is reached. */
export const drawInStages = (
  problem: ReferenceRequest,
  hash: string,
  runner: Pick<Runner, "reference">,
  concurrency: number,
  drafts?: Drafts,
): Observable<ReferenceEvent> =>
  defer(() => {
    const drawing = beginDrawing(problem);
    const { average } = drawing;
    const draft = drafts?.find(hash);
    if (draft !== undefined) drawing.restore(decodeState(draft));
    const schedule = drafts && checkpointSchedule(drafts.every);
    const keep = () => drafts?.keep(hash, encodeState(drawing.save()));
    const stages = (): Observable<ReferenceEvent> => {
      const stage = drawing.stage();
      if (stage === undefined) return of({ type: "reference", reference: finite(average.result(hash)) });
      const { tasks, batches, added } = stage;
      const first = average.batches;
      const expected = expectedTrajectories(average, problem);
      let done = added * batches;
      const drawn = range(added, tasks - added).pipe(
        mergeMap(
          (task) =>
            runner.reference({ problem, hash, firstBatch: first + task * batches, batches }).pipe(
              map((sums): ReferenceEvent => {
                drawing.add(task, sums);
                if (schedule?.due()) schedule.take(keep);
                done += batches;
                const trajectories = (first + done) * REFERENCE_BATCH;
                return { type: "progress", drawn: trajectories, expected: Math.max(expected, trajectories) };
              }),
            ),
          concurrency,
        ),
      );
      return concat(drawn, defer(stages));
    };
    return stages();
  });
