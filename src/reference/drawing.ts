import { held, type Savable } from "../memory/state.ts";
import { ReferenceAverage } from "./average.ts";
import type { ReferenceSums } from "./draw.ts";
import type { ReferenceRequest } from "./problem.ts";
import { nextStage, type Stage } from "./stages.ts";

/** A reference that is being drawn, stage by stage; saved and restored after any task. */
export interface Drawing extends Savable {
  readonly average: ReferenceAverage;
  /** The present stage, and how many of its tasks are added; undefined where nothing is left to draw. */
  stage(): (Stage & { readonly added: number }) | undefined;
  /** Takes the sums of a task of the present stage, in whatever order they come. */
  add(task: number, sums: ReferenceSums): void;
}

/** Begins to draw a reference. Sums are added in the order of their tasks, so that no bit depends on that of their coming. */
export const beginDrawing = (
  problem: Pick<ReferenceRequest, "theta" | "relativeError" | "trajectories">,
): Drawing => {
  const average = new ReferenceAverage(problem.theta.length);
  const own = { tasks: 0, batches: 0, added: 0 }; // of the present stage; no tasks between two
  const early = new Map<number, ReferenceSums>(); // those that wait for the ones before them
  return {
    average,
    ...held({ average, stage: held(own) }),
    stage() {
      if (own.tasks === 0) Object.assign(own, nextStage(average, problem));
      return own.tasks === 0 ? undefined : { ...own };
    },
    add(task, sums) {
      early.set(task, sums);
      for (let next = early.get(own.added); next; next = early.get(own.added)) {
        early.delete(own.added);
        average.add(own.added++, next);
      }
      if (own.added < own.tasks) return;
      average.complete(own.tasks * own.batches);
      Object.assign(own, { tasks: 0, batches: 0, added: 0 });
    },
  };
};
