import { z } from "zod";
import { growing } from "../memory/memory.ts";
import { held } from "../memory/state.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { BaselineKind } from "./kind.ts";
import { ofEachTrajectory, sumOfReturns } from "./returns-from-start.ts";

const options = z.strictObject({
  rate: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe(
      "α of b ← (1 − α) b + α R̄ after each batch; the plain mean of all earlier batches if not given",
    ),
});

/**
 * The mean return R̄ of earlier batches, plain (b ← b + (R̄ − b)/k after batch k) or exponential
 * (b ← b + α (R̄ − b), beginning with the first R̄), and 0 before the first of them. Unbiased, since the batches
 * before are independent of the actions of this one.
 *
 * Source: the reinforcement comparison of Sutton (1984); Sutton & Barto (2018), §2.8.
 */
export const runningMean = {
  summary: "running mean return of earlier batches, plain or exponential",
  options,
  create({ rate }: z.output<typeof options>) {
    const own = { mean: 0, batches: 0 };
    return {
      unbiased: true,
      minimumBatch: 1,
      law: { kind: "nearly-mean" },
      ...ofEachTrajectory((batch, _point, _returns, out) => out.fill(own.mean, 0, batch.trajectories)),
      memory: growing(held(own), {
        update(batch: TrajectoryBatch, _: Point, returns: Float64Array) {
          own.batches++;
          const step = own.batches === 1 ? 1 : (rate ?? 1 / own.batches);
          own.mean += step * (sumOfReturns(batch, returns) / batch.trajectories - own.mean);
        },
        reset() {
          own.mean = own.batches = 0;
        },
      }),
    };
  },
} satisfies BaselineKind;
