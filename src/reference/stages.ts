import { PARTS, type ReferenceAverage } from "./average.ts";
import { REFERENCE_BATCH } from "./draw.ts";
import type { ReferenceRequest } from "./problem.ts";

/** Batches of one task at most. */
const MAX_TASK_BATCHES = 32;
/** A stage makes the number of batches at most this many times as large: the first errors are rough. */
const GROWTH = 4;

/** Equal tasks of one stage: `PARTS` of them or a multiple. */
export interface Stage {
  readonly tasks: number;
  /** Batches of each task. */
  readonly batches: number;
}

/** Batches of all parts together that a budget pays for. */
const affordable = (trajectories: number): number =>
  Math.max(1, Math.floor(trajectories / (REFERENCE_BATCH * PARTS)));

/**
 * What is to be drawn next; undefined once the error or the budget is reached. It depends on what was drawn and on
 * nothing else, so that a reference is the same with any number of workers.
 */
export const nextStage = (
  average: ReferenceAverage,
  { relativeError, trajectories }: Pick<ReferenceRequest, "relativeError" | "trajectories">,
): Stage | undefined => {
  const perPart = average.batches / PARTS;
  const most = affordable(trajectories);
  if (perPart === 0) return { tasks: PARTS, batches: 1 };
  const error = average.relativeError;
  if (error <= relativeError || perPart >= most || Number.isNaN(error)) return undefined;
  const needed = 1.05 * perPart * (error / relativeError) ** 2;
  const goal = Math.min(most, GROWTH * perPart, Math.ceil(needed));
  const more = Math.max(1, goal - perPart);
  const splits = Math.ceil(more / MAX_TASK_BATCHES);
  return { tasks: PARTS * splits, batches: Math.min(MAX_TASK_BATCHES, Math.ceil(more / splits)) };
};

/** Trajectories that will be drawn in all, by what is known so far; all that the budget pays for, where nothing is. */
export const expectedTrajectories = (
  average: ReferenceAverage,
  { relativeError, trajectories }: Pick<ReferenceRequest, "relativeError" | "trajectories">,
): number => {
  const drawn = average.batches * REFERENCE_BATCH;
  const error = average.relativeError;
  if (drawn === 0 || Number.isNaN(error)) return trajectories;
  return Math.max(drawn, Math.min(trajectories, Math.ceil(drawn * (error / relativeError) ** 2)));
};
