import { z } from "zod";
import type { BaselineContext, BaselineKind } from "./kind.ts";
import { ofEachTrajectory } from "./returns-from-start.ts";
import { tableOfTimes } from "./table-of-times.ts";

/** b = a number, the same everywhere: unbiased, as E[∇ log π] = 0. Source: Williams (1992), Machine Learning 8. */
export const constant = {
  summary: "a number",
  options: z.strictObject({ value: z.number().describe("b, subtracted from every return") }),
  create({ value }: { value: number }, { objective }: BaselineContext) {
    return {
      unbiased: true,
      minimumBatch: 1,
      law: {
        kind: "form",
        across: "independent",
        values: (point) => tableOfTimes(point, new Float64Array(objective.horizon + 1).fill(value)),
      },
      ...ofEachTrajectory((batch, _point, _returns, out) => out.fill(value, 0, batch.trajectories)),
    };
  },
} satisfies BaselineKind;
