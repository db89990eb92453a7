import { defer, lastValueFrom } from "rxjs";
import type { ReferenceSums, ReferenceTask } from "../reference/draw.ts";
import type { Runner } from "./pool.ts";

/** Draws a part of a reference. */
export type Draw = (task: ReferenceTask) => Promise<ReferenceSums>;

/** How a runner draws. */
export const drawingOf =
  (runner: Pick<Runner, "reference">): Draw =>
  (task) =>
    lastValueFrom(runner.reference(task));

/** A runner whose references are drawn otherwise. */
export const withDrawing = ({ ahead, run }: Runner, draw: Draw): Runner => ({
  ...{ ahead, run },
  reference: (task) => defer(() => draw(task)),
});
