import { z } from "zod";

/** How a study names a JavaScript module of its author's that makes something. */
export const moduleOptions = z.strictObject({
  module: z
    .string()
    .min(1)
    .describe("JavaScript file that exports it, or TypeScript from Node.js 22.18 on; relative to the study"),
  options: z.record(z.string(), z.unknown()).default({}).describe("what its function is called with"),
  digest: z
    .string()
    .optional()
    .describe(
      "SHA-256 of the file and of what it imports; filled in, so that a changed file is another study",
    ),
});
