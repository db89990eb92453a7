import { z } from "zod";
import type { BaselineKind } from "./kind.ts";

/** b = 0. Source: Williams (1992), Machine Learning 8. */
export const none = {
  summary: "no baseline",
  options: z.strictObject({}),
  create: () => ({
    unbiased: true,
    minimumBatch: 1,
    law: { kind: "form", across: "independent" },
    minus: "nothing",
    subtract: () => {},
  }),
} satisfies BaselineKind;
