import { z } from "zod";
import type { ContinuousEnvironment } from "../../../envs/contract/environment.ts";
import type { Kind } from "../../registry.ts";
import { type Choice, type ChoiceInput, choice, make } from "../../registry.ts";
import { linearQuadraticModel } from "../../truth/index.ts";
import { quadraticSize } from "../../truth/linear-quadratic/quadratic.ts";
import { type Basis, blockStart, type Features, type Inputs, MAX_FEATURES } from "./features.ts";
import { fourier } from "./fourier.ts";
import { monomials } from "./monomials.ts";
import { randomFourier } from "./random-fourier.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type FeatureKind = Kind<any, [Inputs], Basis>;

/** The table of features of observations: its keys are the choices of `features.kind`. */
export const features = {
  identity: {
    summary: "1 and every coordinate",
    options: z.strictObject({}),
    create: (_, inputs) => monomials(inputs, 1),
  },
  quadratic: {
    summary: "1, every coordinate and every product of two",
    options: z.strictObject({}),
    create: (_, inputs) => monomials(inputs, 2),
  },
  polynomial: {
    summary: "all monomials up to a degree",
    options: z.strictObject({ degree: z.int().min(1).max(16).describe("highest total degree") }),
    create: ({ degree }: { degree: number }, inputs) => monomials(inputs, degree),
  },
  fourier: {
    summary: "Fourier cosine basis on given bounds",
    options: z.strictObject({
      order: z
        .int()
        .min(1)
        .max(64)
        .describe("order n: (n + 1) features for each input, and all their products"),
      bounds: z
        .array(z.tuple([z.number(), z.number()]))
        .min(1)
        .describe("[low, high] of every coordinate of an observation"),
    }),
    create: ({ order, bounds }: { order: number; bounds: [number, number][] }, inputs) =>
      fourier(inputs, order, bounds),
  },
  "random-fourier": {
    summary: "1 and random Fourier features of a Gaussian kernel",
    options: z.strictObject({
      count: z
        .int()
        .min(1)
        .max(MAX_FEATURES - 1)
        .default(100)
        .describe("number of features"),
      bandwidth: z
        .number()
        .positive()
        .default(1)
        .describe("bandwidth ℓ of the kernel, in units of the inputs"),
      seed: z.int().min(0).default(0).describe("seed of the draws"),
    }),
    create: ({ count, bandwidth, seed }: { count: number; bandwidth: number; seed: number }, inputs) =>
      randomFourier(inputs, count, bandwidth, seed),
  },
} satisfies Record<string, FeatureKind>;

const shared = {
  time: z
    .enum(["none", "input", "each"])
    .default("none")
    .describe(
      "how V depends on the time: not at all, by t/T as a further input, or (each) by weights of its own for every time",
    ),
};

export type FeatureOptions = Choice<typeof features, typeof shared>;

/** A kind of features, its options and the part of time. */
export const featureOptions: z.ZodType<FeatureOptions, ChoiceInput<typeof features, typeof shared>> = choice(
  features,
  shared,
);

/** @param horizon T @throws RangeError for options that do not fit the observations, or too many features */
export const featuresOf = (
  { time, ...options }: FeatureOptions,
  environment: ContinuousEnvironment,
  horizon: number,
): Features => {
  const { observationSize, observe } = environment;
  const inputs: Inputs = { observationSize, horizon: time === "input" ? horizon : 0 };
  const { size, write, quadratic } = make<[Inputs], Basis>(features, options, inputs);
  const chosen: Features = { size, write, blocks: time === "each" ? horizon + 1 : 1 };
  if (chosen.blocks * size > MAX_WEIGHTS)
    throw new RangeError(
      `time "each" makes ${chosen.blocks * size} weights of ${size} features; at most ${MAX_WEIGHTS} can be fitted`,
    );
  if (quadratic === undefined || linearQuadraticModel(environment) === undefined || observe !== undefined)
    return chosen;
  return {
    ...chosen,
    table(weights) {
      const row = quadraticSize(observationSize);
      const all = new Float64Array((horizon + 1) * row);
      for (let t = 0; t <= horizon; t++) quadratic(weights, blockStart(chosen, t), t, all, t * row);
      return all;
    },
  };
};

const MAX_WEIGHTS = 2 ** 20;
