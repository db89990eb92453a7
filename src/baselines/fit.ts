import { z } from "zod";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Baseline } from "./kind.ts";

export const fitOption = z
  .enum(["same-batch", "earlier-batch"])
  .default("same-batch")
  .describe(
    "batch that the baseline is fitted to: its own (biased, O(1/n)), or the one before (unbiased; 0 at first)",
  );

/** When a baseline is fitted, in terms of `subtract` and `remember`. */
export const fittedBaseline = (
  fit: z.output<typeof fitOption>,
  refit: (batch: TrajectoryBatch, point: Point, returns: Float64Array) => void,
  baseline: Pick<Baseline, "subtract" | "adjust">,
): Baseline => {
  if (fit === "earlier-batch")
    return { ...baseline, unbiased: true, minimumBatch: 1, batchLaw: "nearly-mean", remember: refit };
  return {
    ...baseline,
    unbiased: false,
    minimumBatch: 1,
    subtract(batch, point, returns) {
      refit(batch, point, returns);
      baseline.subtract(batch, point, returns);
    },
  };
};
