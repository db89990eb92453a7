import { z } from "zod";
import { accumulate } from "./accumulate.ts";
import { clipNorm } from "./clip-norm.ts";
import { clipValue } from "./clip-value.ts";
import { fisherMask } from "./fisher-mask.ts";
import type { TransformKind } from "./kind.ts";
import { mask } from "./mask.ts";
import { natural } from "./natural.ts";
import { scale } from "./scale.ts";
import { sign } from "./sign.ts";

const fisher = z
  .enum(["exact", "batch"])
  .default("exact")
  .describe("Fisher information of the model, or of the estimate's own batch");
const weighting = z
  .enum(["discounted", "none"])
  .optional()
  .describe("weight of the step at time t in F: γᵗ, or 1; the state weight of the estimator if not given");
const keep = z.number().gt(0).max(1);

/** The table of gradient transforms: its keys are the choices of `transforms[].kind`. */
export const transforms = {
  "clip-value": {
    summary: "clip each coordinate to a range",
    options: z.strictObject({ max: z.number().positive().describe("largest absolute value") }),
    create: ({ max }) => clipValue(max),
  },
  "clip-norm": {
    summary: "scale down to a largest norm",
    options: z.strictObject({ max: z.number().positive().describe("largest norm") }),
    create: ({ max }) => clipNorm(max),
  },
  accumulate: {
    summary: "mean of the estimates of several batches",
    options: z.strictObject({ batches: z.int().min(2).describe("batches k of one estimate") }),
    create: ({ batches }, { parameters }) => accumulate(batches, parameters),
  },
  scale: {
    summary: "multiply by a number; -1 is a forgotten sign",
    options: z.strictObject({
      factor: z
        .number()
        .refine((factor) => factor !== 0, "expected a number other than 0")
        .describe("number c of c ĝ"),
    }),
    create: ({ factor }) => scale(factor),
  },
  sign: {
    summary: "sign of each coordinate",
    options: z.strictObject({}),
    create: () => sign,
  },
  mask: {
    summary: "keep each coordinate with probability p, divided by p; unbiased",
    options: z.strictObject({ keep: keep.describe("probability p") }),
    create: ({ keep }) => mask(keep),
  },
  "fisher-mask": {
    summary: "keep the coordinates with the largest Fisher information",
    options: z.strictObject({ keep: keep.describe("fraction of the coordinates"), fisher, weighting }),
    create: (options, context) => fisherMask(options, context),
  },
  natural: {
    summary: "natural gradient: (F + λI)⁻¹ ĝ",
    options: z.strictObject({
      fisher,
      weighting,
      per: z
        .enum(["trajectory", "step"])
        .optional()
        .describe(
          "what F is a mean over: trajectories, as the gradient is (if not given), or steps, which divides it by the mean weight of a trajectory",
        ),
      damping: z.number().positive().default(1e-3).describe("λ, added to the diagonal of F"),
    }),
    create: (options, context) => natural(options, context),
  },
} satisfies Record<string, TransformKind>;
