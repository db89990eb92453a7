import { z } from "zod";
import type { Kind, Optimizer } from "../types.ts";
import { adam } from "./adam.ts";
import { momentum } from "./momentum.ts";
import { sgd } from "./sgd.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type OptimizerKind = Kind<any, [parameters: number], Optimizer>;

const learningRate = z.number().positive().describe("step size α");
const fraction = z.number().min(0).lt(1);

/** The table of optimizers: its keys are the choices of `optimizer.kind`. All of them ascend. */
export const optimizers = {
  sgd: {
    summary: "θ ← θ + α g",
    options: z.strictObject({ learningRate }),
    create: ({ learningRate }) => sgd(learningRate),
  },
  momentum: {
    summary: "heavy ball: m ← μ m + g, θ ← θ + α m",
    options: z.strictObject({ learningRate, momentum: fraction.default(0.9).describe("decay μ") }),
    create: ({ learningRate, momentum: decay }, parameters) => momentum(parameters, learningRate, decay),
  },
  adam: {
    summary: "Adam: θ ← θ + α m̂ / (√v̂ + ε)",
    options: z.strictObject({
      learningRate,
      beta1: fraction.default(0.9).describe("decay of the mean"),
      beta2: fraction.default(0.999).describe("decay of the mean square"),
      epsilon: z.number().positive().default(1e-8).describe("added to √v̂"),
    }),
    create: (options, parameters) => adam(parameters, options),
  },
} satisfies Record<string, OptimizerKind>;
