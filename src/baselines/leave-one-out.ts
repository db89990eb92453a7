import { z } from "zod";
import type { BaselineKind } from "./kind.ts";
import { ofEachTrajectory, sumOf } from "./returns-from-start.ts";

/** b_i = Σ_{j≠i} R_j / (n − 1): independent of trajectory i. Source: Kool, van Hoof & Welling (2019). */
export const leaveOneOut = {
  summary: "mean return of the other trajectories of the batch (RLOO)",
  options: z.strictObject({}),
  create: () => ({
    unbiased: true,
    minimumBatch: 2,
    law: { kind: "form", across: "leave-one-out" },
    ...ofEachTrajectory(({ trajectories: n }, _, returns, out) => {
      const sum = sumOf(returns, n);
      for (let i = 0; i < n; i++) out[i] = (sum - returns[i]) / (n - 1);
    }),
  }),
} satisfies BaselineKind;
