import { z } from "zod";
import { ofLastBatch } from "../memory/memory.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Critic, Fit, LearningCritic } from "./critic.ts";

export const fitOption = z
  .enum(["training", "earlier-batch", "same-batch"])
  .default("training")
  .describe(
    "what the values come from: learned along training, fitted from scratch to the batch before, or to the batch itself",
  );

/**
 * Makes a critic that learns along training follow its `fit`:
 * - "training": as it is;
 * - "earlier-batch": each batch is fitted to from scratch, which leaves the next batch independent of the values; zero
 *   before the first one;
 * - "same-batch": each batch is fitted to before its values are looked up: they depend on the actions that they judge.
 */
export const fitted = ({ memory, ...critic }: LearningCritic, fit: Fit): Critic => {
  if (fit === "training") return { ...critic, memory, fit };
  if (fit === "earlier-batch") return { ...critic, memory: ofLastBatch(memory), fit };
  const { evaluate, actionValues } = critic;
  return {
    ...critic,
    fit,
    evaluate(batch, point, values, ends) {
      memory.fit(batch, point);
      evaluate(batch, point, values, ends);
    },
    ...(actionValues && {
      actionValues(batch: TrajectoryBatch, point: Point, out: Float64Array) {
        memory.fit(batch, point);
        actionValues(batch, point, out);
      },
    }),
  };
};
