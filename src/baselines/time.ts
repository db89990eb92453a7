import { z } from "zod";
import { ensureLength } from "../linear-algebra/scratch.ts";
import { ofLastBatch } from "../memory/memory.ts";
import { partsOf } from "../memory/state.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { exactMeans } from "./exact-means.ts";
import type { Baseline, BaselineContext, BaselineKind } from "./kind.ts";

const options = z.strictObject({
  fit: z
    .enum(["same-batch", "leave-one-out", "earlier-batch", "exact"])
    .default("leave-one-out")
    .describe(
      "trajectories that are averaged: all of the batch (biased), all but the one, or those of the batch before; or the exact mean, from the model",
    ),
});

/**
 * b_t = the mean over trajectories of the return at time t, of those that have a step t; 0 where none has. With
 * "leave-one-out" the trajectory itself is left out of the mean (0 where no other has a step t), and with
 * "earlier-batch" the mean is that of the batch before: both are independent of the trajectory's own actions, hence
 * unbiased. The mean of the same batch is biased, O(1/n).
 *
 * Source: Peters & Schaal (2008), Neural Networks 21, §3.2, on baselines that depend on the time step.
 */
export const time = {
  summary: "mean return at each time step, of the same batch, the others of it or the earlier batch",
  options,
  create({ fit }: z.output<typeof options>, context: BaselineContext): Baseline {
    if (fit === "exact") return exactMeans(context);
    let sums = new Float64Array(0); // [longest trajectory]
    let counts = new Float64Array(0);
    let length = 0;
    const refit = (batch: TrajectoryBatch, returns: Float64Array): void => {
      length = 0;
      for (let i = 0; i < batch.trajectories; i++)
        length = Math.max(length, batch.offsets[i + 1] - batch.offsets[i]);
      sums = ensureLength(sums, length).fill(0);
      counts = ensureLength(counts, length).fill(0);
      for (let i = 0; i < batch.trajectories; i++) {
        const first = batch.offsets[i];
        for (let k = first; k < batch.offsets[i + 1]; k++) {
          sums[k - first] += returns[k];
          counts[k - first]++;
        }
      }
    };
    const own = fit === "leave-one-out" ? 1 : 0;
    return {
      unbiased: fit !== "same-batch",
      minimumBatch: 1 + own,
      law: { kind: fit === "same-batch" ? "unknown" : "nearly-mean" },
      subtract(batch, _, returns) {
        if (fit !== "earlier-batch") refit(batch, returns);
        for (let i = 0; i < batch.trajectories; i++) {
          const first = batch.offsets[i];
          const end = Math.min(batch.offsets[i + 1], first + length);
          for (let k = first; k < end; k++) {
            const t = k - first;
            if (counts[t] > own) returns[k] -= (sums[t] - own * returns[k]) / (counts[t] - own);
          }
        }
      },
      ...(fit === "earlier-batch" && {
        memory: ofLastBatch({
          fit: (batch, _, returns) => refit(batch, returns),
          reset() {
            length = 0;
          },
          save: () => ({ sums: sums.slice(0, length), counts: counts.slice(0, length) }),
          restore(state) {
            const saved = partsOf(state, ["sums", "counts"]);
            if (!(saved.sums instanceof Float64Array && saved.counts instanceof Float64Array))
              throw new TypeError("expected sums and counts of every time");
            sums = saved.sums.slice();
            counts = saved.counts.slice();
            length = sums.length;
          },
        }),
      }),
    };
  },
} satisfies BaselineKind;
