import { z } from "zod";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Critic, Fit } from "./critic.ts";

export const fitOption = z
  .enum(["training", "earlier-batch", "same-batch"])
  .default("training")
  .describe(
    "what the values come from: learned along training, fitted from scratch to the batch before, or to the batch itself",
  );

/**
 * Makes a critic that learns along training follow its `fit`:
 * - "training": as it is;
 * - "earlier-batch": `refit` to each batch that is remembered, which leaves the next batch independent of the values;
 *   zero before the first one;
 * - "same-batch": `refit` to each batch before its values are looked up: they depend on the actions that they judge.
 *
 * @param refit forgets everything and fits the critic to one batch
 */
export const fitted = (
  { learn, ...critic }: Critic,
  refit: (batch: TrajectoryBatch, point: Point) => void,
  fit: Fit,
): Critic => {
  if (fit === "training") return { ...critic, ...(learn && { learn }), fit };
  if (fit === "earlier-batch") return { ...critic, fit, remember: refit };
  const { evaluate, actionValues } = critic;
  return {
    ...critic,
    fit,
    evaluate(batch, point, values, ends) {
      refit(batch, point);
      evaluate(batch, point, values, ends);
    },
    ...(actionValues && {
      actionValues(batch: TrajectoryBatch, point: Point, out: Float64Array) {
        refit(batch, point);
        actionValues(batch, point, out);
      },
    }),
  };
};
