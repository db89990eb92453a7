import { z } from "zod";
import { adam } from "../optimizers/adam.ts";
import { lossOptions, rolloutOptions } from "./rollouts/options.ts";
import { rolloutUpdate } from "./rollouts/rollout-update.ts";
import { surrogate } from "./rollouts/surrogate.ts";
import type { UpdateContext, UpdateKind } from "./update.ts";

const options = z.strictObject({
  epochs: z.int().min(1).default(10).describe("passes over each batch"),
  minibatches: z
    .int()
    .min(1)
    .default(32)
    .describe("parts that a batch is divided into, as even as can be, each of them a step"),
  clip: z.number().positive().optional().describe("ε: ratios are clipped to 1 ± ε; none is if not given"),
  valueClip: z
    .number()
    .positive()
    .optional()
    .describe("ε: V is clipped to V_before ± ε; it is not if not given"),
  order: z
    .enum(["together", "value-first", "policy-first"])
    .default("together")
    .describe(
      "whether policy and values move with each minibatch, or one after the other, over all epochs each",
    ),
  valueEpochs: z
    .int()
    .min(1)
    .optional()
    .describe("passes of the values, where they go apart; epochs if not given"),
  klLimit: z
    .number()
    .positive()
    .optional()
    .describe("estimated KL(π_before‖π) beyond which the update ends; it never does if not given"),
  klStop: z
    .enum(["minibatch", "epoch"])
    .default("epoch")
    .describe("what is held to klLimit: each minibatch before its step, or each epoch after it"),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Adam's decay of the mean"),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's decay of the mean square"),
  epsilon: z.number().positive().default(1e-5).describe("Adam's ε, added to √v̂"),
  ...lossOptions,
  ...rolloutOptions,
});

/**
 * Proximal policy optimization: with each batch of steps, several epochs of minibatches along the clipped surrogate, and of
 * the squared error of a value network, by Adam.
 *
 * Source: Schulman et al. (2017), algorithm 1; the details by which implementations differ: Huang et al. (2022), "The 37
 * implementation details of PPO".
 */
export const ppo = {
  summary: "PPO: epochs of minibatches along the clipped surrogate, with a value network",
  options,
  create(chosen: z.output<typeof options>, context: UpdateContext) {
    const none = Number.POSITIVE_INFINITY;
    const { clip = none, valueClip = none, klLimit = none, maxGradientNorm = none } = chosen;
    const { valueEpochs = chosen.epochs, valueLearningRate = chosen.learningRate } = chosen;
    if (chosen.valueEpochs !== undefined && chosen.order === "together")
      throw new RangeError(
        'valueEpochs goes with order "value-first" or "policy-first"; order is "together"',
      );
    const losses = { ...chosen, clip, valueClip, klLimit, maxGradientNorm, valueEpochs, valueLearningRate };
    return rolloutUpdate("ppo", chosen, context, (learners) =>
      surrogate(losses, (parameters) => adam(parameters, chosen), learners),
    );
  },
} satisfies UpdateKind;
