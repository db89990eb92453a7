import { z } from "zod";
import { rmsprop } from "../optimizers/rmsprop.ts";
import { lossOptions, rolloutOptions, withDefault } from "./rollouts/options.ts";
import { rolloutUpdate } from "./rollouts/rollout-update.ts";
import { surrogate } from "./rollouts/surrogate.ts";
import type { UpdateContext, UpdateKind } from "./update.ts";

const options = z.strictObject({
  decay: z.number().min(0).lt(1).default(0.99).describe("RMSprop's decay ρ of the mean square"),
  epsilon: z.number().positive().default(1e-5).describe("RMSprop's ε, added to √v"),
  ...lossOptions,
  ...rolloutOptions,
  learningRate: withDefault(lossOptions.learningRate, 7e-4),
  maxGradientNorm: withDefault(lossOptions.maxGradientNorm, 0.5),
  lambda: withDefault(rolloutOptions.lambda, 1),
  normalizeAdvantages: withDefault(rolloutOptions.normalizeAdvantages, "none"),
});

/**
 * Advantage actor-critic: one step of RMSprop along the score times the advantage, and along the squared error of a value
 * network, with each batch of steps.
 *
 * Source: Mnih et al. (2016), without asynchrony; OpenAI (2017), "OpenAI Baselines: ACKTR & A2C".
 */
export const a2c = {
  summary: "A2C: one step of RMSprop along score times advantage, with a value network",
  options,
  create(chosen: z.output<typeof options>, context: UpdateContext) {
    const none = Number.POSITIVE_INFINITY;
    const { maxGradientNorm = none, valueLearningRate = chosen.learningRate } = chosen;
    const once = { epochs: 1, minibatches: 1, clip: none, valueClip: none, klLimit: none, valueEpochs: 1 };
    const apart = { order: "together" as const, klStop: "epoch" as const };
    const losses = { ...chosen, ...once, ...apart, maxGradientNorm, valueLearningRate };
    return rolloutUpdate("a2c", chosen, context, (learners) =>
      surrogate(losses, (parameters) => rmsprop(parameters, chosen.decay, chosen.epsilon), learners),
    );
  },
} satisfies UpdateKind;
