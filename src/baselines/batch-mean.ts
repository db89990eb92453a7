import { z } from "zod";
import type { BaselineKind } from "./kind.ts";
import { ofEachTrajectory, sumOf } from "./returns-from-start.ts";

/**
 * b = R̄, the mean return of the same batch, which holds R_i/n of the trajectory itself. With the total return
 * that scales the expectation by 1 − 1/n; with reward-to-go it takes E[Σ_t γ²ᵗ G_t ∇ log π]/n from it.
 *
 * Source: Williams (1992), Machine Learning 8, §4 (reinforcement baseline); the factor is a direct computation.
 */
export const batchMean = {
  summary: "mean return of the same batch; biased (the total return is scaled by 1 − 1/n)",
  options: z.strictObject({}),
  create: () => ({
    unbiased: false,
    minimumBatch: 1,
    law: { kind: "form", across: "batch-mean" },
    ...ofEachTrajectory(({ trajectories }, _, returns, out) =>
      out.fill(sumOf(returns, trajectories) / trajectories, 0, trajectories),
    ),
  }),
} satisfies BaselineKind;
