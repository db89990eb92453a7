import { z } from "zod";
import type { BaselineKind } from "./kind.ts";

export const none = {
  summary: "no baseline",
  options: z.strictObject({}),
  create: () => ({ unbiased: true, minimumBatch: 1, form: { across: "independent" }, subtract: () => {} }),
} satisfies BaselineKind;
