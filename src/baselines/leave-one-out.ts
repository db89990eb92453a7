import { z } from "zod";
import type { BaselineKind } from "./kind.ts";
import { subtractEach, sumOfReturns } from "./returns-from-start.ts";

/** b_i = Σ_{j≠i} R_j / (n − 1): independent of trajectory i. Source: Kool, van Hoof & Welling (2019). */
export const leaveOneOut = {
  summary: "mean return of the other trajectories of the batch (RLOO)",
  options: z.strictObject({}),
  create: () => ({
    unbiased: true,
    minimumBatch: 2,
    law: { kind: "form", across: "leave-one-out" },
    subtract(batch, _, returns) {
      const sum = sumOfReturns(batch, returns);
      const others = batch.trajectories - 1;
      subtractEach(batch, returns, (i) => (sum - returns[batch.offsets[i]]) / others);
    },
  }),
} satisfies BaselineKind;
