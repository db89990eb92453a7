import { z } from "zod";
import type { Kind } from "../registry.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { momentum } from "./momentum.ts";
import { nesterov } from "./nesterov.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { learningRate, scheduled, stepSize } from "./scheduled.ts";
import { sgd } from "./sgd.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type OptimizerKind = Kind<any, [parameters: number], Optimizer>;

const fraction = z.number().min(0).lt(1);
const momentumOptions = z.strictObject({ ...stepSize, momentum: fraction.default(0.9).describe("decay μ") });
const epsilonOf = (value: number) => z.number().positive().default(value);

/**
 * The table of optimizers: its keys are the choices of `optimizer.kind`. All of them ascend. Where papers and
 * programs differ (where ε stands, what the momentum holds), the form is PyTorch's, and so are the defaults.
 */
export const optimizers = {
  sgd: {
    summary: "θ ← θ + α g",
    options: z.strictObject(stepSize),
    create: (options) => scheduled(options, sgd),
  },
  momentum: {
    summary: "heavy ball: m ← μ m + g, θ ← θ + α m",
    options: momentumOptions,
    create: (options, parameters) => scheduled(options, momentum(parameters, options.momentum)),
  },
  nesterov: {
    summary: "Nesterov momentum: m ← μ m + g, θ ← θ + α (g + μ m)",
    options: momentumOptions,
    create: (options, parameters) => scheduled(options, nesterov(parameters, options.momentum)),
  },
  adagrad: {
    summary: "Adagrad: v ← v + g², θ ← θ + α g / (√v + ε)",
    options: z.strictObject({ ...stepSize, epsilon: epsilonOf(1e-10).describe("added to √v") }),
    create: (options, parameters) => scheduled(options, adagrad(parameters, options.epsilon)),
  },
  adadelta: {
    summary: "Adadelta: Δ = g √(u + ε) / √(v + ε) with mean squares v of g and u of Δ, θ ← θ + α Δ",
    options: z.strictObject({
      ...stepSize,
      learningRate: learningRate.default(1),
      decay: fraction.default(0.9).describe("decay ρ of both mean squares"),
      epsilon: epsilonOf(1e-6).describe("added to u and v"),
    }),
    create: (options, parameters) => scheduled(options, adadelta(parameters, options.decay, options.epsilon)),
  },
  rmsprop: {
    summary: "RMSprop: v ← ρ v + (1 − ρ) g², θ ← θ + α g / (√v + ε)",
    options: z.strictObject({
      ...stepSize,
      decay: fraction.default(0.99).describe("decay ρ of the mean square"),
      epsilon: epsilonOf(1e-8).describe("added to √v, or to v"),
      form: z
        .enum(["pytorch", "tensorflow"])
        .default("pytorch")
        .describe("whether v is 0 at first and ε is added to √v, or v is 1 at first and ε is added to v"),
    }),
    create: (options, parameters) =>
      scheduled(options, rmsprop(parameters, options.decay, options.epsilon, options.form)),
  },
  adam: {
    summary: "Adam: θ ← θ + α m̂ / (√v̂ + ε)",
    options: z.strictObject({
      ...stepSize,
      beta1: fraction.default(0.9).describe("decay of the mean"),
      beta2: fraction.default(0.999).describe("decay of the mean square"),
      epsilon: epsilonOf(1e-8).describe("added to √v̂"),
    }),
    create: (options, parameters) => scheduled(options, adam(parameters, options)),
  },
} satisfies Record<string, OptimizerKind>;
