import { z } from "zod";
import { ofLastBatch } from "../memory/memory.ts";
import type { Baseline, BaselineMemory } from "./kind.ts";

export const fitOption = z
  .enum(["same-batch", "earlier-batch"])
  .default("same-batch")
  .describe(
    "batch that the baseline is fitted to: its own (biased, O(1/n)), or the one before (unbiased; 0 at first)",
  );

/** When a baseline is fitted: to each batch before it is subtracted, or after. */
export const fittedBaseline = (
  fit: z.output<typeof fitOption>,
  memory: Omit<BaselineMemory, "update">,
  baseline: Pick<Baseline, "subtract" | "adjust">,
): Baseline => {
  if (fit === "earlier-batch")
    return {
      ...baseline,
      unbiased: true,
      minimumBatch: 1,
      law: { kind: "nearly-mean" },
      memory: ofLastBatch(memory),
    };
  return {
    ...baseline,
    unbiased: false,
    minimumBatch: 1,
    law: { kind: "unknown" },
    subtract(batch, point, returns) {
      memory.fit(batch, point, returns);
      baseline.subtract(batch, point, returns);
    },
  };
};
