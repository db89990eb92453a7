import { z } from "zod";
import { scheme } from "../../policies/perceptron/schemes.ts";

const clip = z
  .number()
  .positive()
  .optional()
  .describe("largest size of what comes out; no limit if not given");
const epsilon = z
  .number()
  .min(0)
  .default(1e-8)
  .describe("ε of the deviation: under the root of a population's, added to a sample's");
const deviation = z
  .enum(["population", "sample"])
  .default("population")
  .describe("of all that was seen so far: squares divided by n, or by n − 1");

/** How observations are normalized by what was seen so far. */
export const observationsOption = z
  .strictObject({
    deviation,
    epsilon,
    clip,
    learn: z
      .enum(["steps", "batches"])
      .default("steps")
      .describe("when they are learned from: each before it is used, or all of a batch after its update"),
  })
  .optional()
  .describe(
    "observations are shifted and scaled by the mean and deviation of all before; not at all if not given",
  );

/** How rewards are scaled by what was seen so far, step by step. */
export const rewardsOption = z
  .strictObject({
    of: z
      .enum(["returns", "rewards"])
      .default("returns")
      .describe(
        "what they are scaled by: running discounted returns; or the rewards themselves, about their mean",
      ),
    restart: z
      .enum(["ends", "terminations"])
      .default("ends")
      .describe(
        "of returns, when they begin anew: after every end of an episode, or a step before a termination",
      ),
    deviation,
    epsilon,
    clip,
  })
  .optional()
  .describe("rewards are scaled by what was seen before; not at all if not given");

const WIDTHS = [64, 64];
const ACTIVATION = "tanh" as const;

/** The network of the values, or the last layer of one whose hidden layers are the policy's. */
const valueOption = z
  .strictObject({
    widths: z
      .array(z.int().min(1).max(1024))
      .max(8)
      .optional()
      .meta({ default: WIDTHS })
      .describe("units of each hidden layer"),
    weights: scheme
      .default({ kind: "orthogonal", hidden: Math.SQRT2, last: 1 })
      .describe("how its first weights are drawn"),
    activation: z
      .enum(["tanh", "relu"])
      .optional()
      .meta({ default: ACTIVATION })
      .describe("of the hidden units"),
    shared: z
      .boolean()
      .default(false)
      .describe(
        "whether its hidden layers are those of the policy, moved by one optimizer along the sum of both losses",
      ),
  })
  .superRefine(({ shared, ...own }, context) => {
    for (const key of ["widths", "activation"] as const)
      if (shared && own[key] !== undefined)
        context.addIssue({
          ...{ code: "custom", input: own[key], path: [key] },
          message: "shared layers are the policy's; leave it out",
        });
  })
  .transform(({ shared, widths = WIDTHS, weights, activation = ACTIVATION }) =>
    shared ? { shared, weights } : { widths, weights, activation },
  ); // the order of keys is a part of a run's hash

/** Options of every update that learns values beside the policy from batches of steps. */
export const rolloutOptions = {
  lambda: z.number().min(0).max(1).default(0.95).describe("λ of GAE"),
  timeLimit: z
    .enum(["end", "bootstrap"])
    .default("end")
    .describe("what the horizon does to an episode: it ends it, or V of the state after it is the bootstrap"),
  carry: z
    .boolean()
    .default(true)
    .describe(
      "whether episodes that the end of a batch cuts go on in the next one; else it begins with resets",
    ),
  cutBootstrap: z
    .enum(["next", "last"])
    .default("next")
    .describe(
      "whose V is the bootstrap where the end of a batch cuts an episode: the next state's, or the last one's",
    ),
  valueTarget: z
    .enum(["gae", "returns"])
    .default("gae")
    .describe("what V is fitted to: Â + V, or the discounted rewards-to-go"),
  value: valueOption.prefault({}).describe("network of the values"),
  normalizeAdvantages: z
    .enum(["none", "minibatch", "batch"])
    .default("minibatch")
    .describe("over what advantages are brought to mean 0 and standard deviation 1"),
  deviation: z
    .enum(["population", "sample"])
    .default("sample")
    .describe("of normalizeAdvantages: squares divided by n, or by n − 1"),
  advantageEpsilon: z.number().min(0).default(1e-8).describe("added to the deviation of normalizeAdvantages"),
  observations: observationsOption,
  rewards: rewardsOption,
  clipActions: z
    .boolean()
    .default(false)
    .describe(
      "whether the environment is given actions within its limits; scores are of those that were drawn",
    ),
  weights: scheme
    .optional()
    .describe("how the first weights of a perceptron are drawn, unless policy.weights says it"),
  initialDeviation: z
    .number()
    .positive()
    .optional()
    .describe("σ of a perceptron's first θ where it learns σ, unless policy.initialDeviation says it"),
  anneal: z
    .array(z.enum(["learningRate", "clip"]))
    .default([])
    .describe("what goes to 0 on a straight line along training: 1 − i/iterations at update i"),
};

/** Of the updates that move both by slopes of losses. */
export const lossOptions = {
  learningRate: z.number().positive().default(3e-4).describe("step size of the policy"),
  valueLearningRate: z
    .number()
    .positive()
    .optional()
    .describe("step size of the values; that of the policy if not given"),
  valueCoefficient: z
    .number()
    .positive()
    .default(0.5)
    .describe(
      "c of the loss c · mean (V − T)², which counts beside the policy's where gradients are clipped together",
    ),
  entropyCoefficient: z
    .number()
    .default(0)
    .describe("weight of the policy's entropy, a bonus where it is positive"),
  maxGradientNorm: z
    .number()
    .positive()
    .optional()
    .describe("largest norm of a gradient; longer ones are scaled down to it"),
  clipGradients: z
    .enum(["together", "apart"])
    .default("together")
    .describe("of maxGradientNorm: whether the norm is of both networks' gradient, or each has its own"),
};

/** An option with another default, and the same words. */
export const withDefault = <Option extends z.ZodType>(
  option: Option,
  value: z.util.NoUndefined<z.output<Option>>,
) => option.default(value).describe(option.description ?? "");
