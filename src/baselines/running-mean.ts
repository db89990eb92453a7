import { z } from "zod";
import type { BaselineKind } from "./kind.ts";
import { subtractEach, sumOfReturns } from "./returns-from-start.ts";

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
    let mean = 0;
    let batches = 0;
    return {
      unbiased: true,
      minimumBatch: 1,
      batchLaw: "nearly-mean",
      subtract(batch, _, returns) {
        subtractEach(batch, returns, () => mean);
      },
      remember(batch, _, returns) {
        batches++;
        const step = batches === 1 ? 1 : (rate ?? 1 / batches);
        mean += step * (sumOfReturns(batch, returns) / batch.trajectories - mean);
      },
      forget() {
        mean = 0;
        batches = 0;
      },
    };
  },
} satisfies BaselineKind;
