import { z } from "zod";
import { requireContinuous } from "../../../envs/contract/environment.ts";
import { horizonOption, withHorizon } from "../horizon.ts";
import type { CriticContext, CriticKind } from "../kind.ts";
import { fittedNetwork } from "./fitted-network.ts";
import { valueNetwork } from "./value-network.ts";

const options = z.strictObject({
  widths: z.array(z.int().min(1).max(1024)).max(8).default([64, 64]).describe("units of each hidden layer"),
  activation: z.enum(["tanh", "relu"]).default("tanh").describe("of the hidden units"),
  time: z.enum(["none", "input"]).default("none").describe("whether t/T is a further input"),
  target: z
    .enum(["monte-carlo", "lambda-return"])
    .default("monte-carlo")
    .describe("what V is fitted to: the reward-to-go, or the λ-return, renewed before every epoch"),
  lambda: z.number().min(0).max(1).optional().describe("λ of the λ-return"),
  learningRate: z.number().positive().default(1e-3).describe("step size of Adam"),
  epochs: z.int().min(1).default(10).describe("passes over each batch"),
  minibatch: z.int().min(1).default(64).describe("steps of each update"),
  fit: z
    .enum(["training", "earlier-batch"])
    .default("training")
    .describe(
      "what the values come from: learned along training, or fitted from scratch to the batch before",
    ),
  horizon: horizonOption,
});

/** A perceptron that gives the value of an observation. */
export const perceptron = {
  summary: "multilayer perceptron over observations, fitted by Adam",
  options,
  create(
    { widths, activation, time, target, fit, horizon: ending, ...fitting }: z.output<typeof options>,
    { environment, objective, seed = 0 }: CriticContext,
  ) {
    const { observationSize } = requireContinuous(environment, 'critic "perceptron"');
    if ((target === "lambda-return") !== (fitting.lambda !== undefined))
      throw new RangeError(`lambda goes with target lambda-return, and only with it; target is "${target}"`);
    const network = valueNetwork({
      observationSize,
      horizon: time === "input" ? objective.horizon : 0,
      widths,
      activation,
    });
    const critic = fittedNetwork(network, objective, fitting, [seed, "critic", "perceptron"], fit);
    return withHorizon(critic, ending, objective.horizon);
  },
} satisfies CriticKind;
