import { z } from "zod";
import { adam } from "../optimizers/adam.ts";
import { make } from "../registry.ts";
import { rolloutOptions, withDefault } from "./rollouts/options.ts";
import { rolloutUpdate } from "./rollouts/rollout-update.ts";
import { surrogate } from "./rollouts/surrogate.ts";
import { type ChooseSteps, fisherOption, fisherSteps } from "./trust-region/fisher-steps.ts";
import { acceptanceRules } from "./trust-region/line-search.ts";
import { trustRegion } from "./trust-region/trust-region.ts";
import type { UpdateContext, UpdateKind } from "./update.ts";

const { anneal: _, ...shared } = rolloutOptions;
type Rule = keyof typeof acceptanceRules;

const options = z.strictObject({
  klLimit: z.number().positive().default(0.01).describe("δ: mean KL that a step of the policy may reach"),
  klLimitEnd: z
    .number()
    .positive()
    .optional()
    .describe("δ at the end of training, to which it goes on a straight line; it stays if not given"),
  iterations: z.int().min(1).default(10).describe("of conjugate gradients"),
  tolerance: z
    .number()
    .min(0)
    .default(1e-10)
    .describe("squared residual of conjugate gradients below which they end"),
  damping: z.number().min(0).default(0.1).describe("added to the diagonal of the Fisher matrix F"),
  fisher: fisherOption.default({ kind: "all" }).describe("steps of the batch that F is the mean of"),
  shrink: z.number().gt(0).lt(1).default(0.8).describe("factor from one try of the line search to the next"),
  tries: z.int().min(1).default(10).describe("of the line search; after them, the policy stays as it is"),
  accept: z
    .enum(Object.keys(acceptanceRules) as [Rule, ...Rule[]])
    .default("sb3")
    .describe(
      `when a try is taken: ${Object.entries(acceptanceRules)
        .map(([name, { summary }]) => `${name}: ${summary}`)
        .join("; ")}`,
    ),
  valueEpochs: z.int().min(1).default(10).describe("passes of the values over each batch"),
  minibatches: z
    .int()
    .min(1)
    .default(16)
    .describe("parts of a batch in such a pass, as even as can be, each of them a step"),
  valueLearningRate: z.number().positive().default(1e-3).describe("step size of the values"),
  valueClip: z
    .number()
    .positive()
    .optional()
    .describe("ε: V is clipped to V_before ± ε; it is not if not given"),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Adam's decay of the mean, of the values"),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's decay of the mean square"),
  epsilon: z.number().positive().default(1e-5).describe("Adam's ε, added to √v̂"),
  ...shared,
  normalizeAdvantages: z
    .enum(["none", "batch"])
    .default("batch")
    .describe(shared.normalizeAdvantages.description ?? ""),
  deviation: withDefault(shared.deviation, "sample"),
});

/**
 * Trust region policy optimization: with each batch of steps, one natural step of the policy, as long as a limit of the KL
 * allows and shortened until it pays; and several epochs of minibatches of a value network, by Adam.
 *
 * Source: Schulman et al. (2015), arXiv 1502.05477; the details by which implementations differ: Engstrom et al. (2020).
 */
export const trpo = {
  summary: "TRPO: a natural step within a limit of KL, by line search, with a value network",
  options,
  create(chosen: z.output<typeof options>, context: UpdateContext) {
    const none = Number.POSITIVE_INFINITY;
    const { klLimit, klLimitEnd = klLimit, valueClip = none, iterations, tolerance, valueEpochs } = chosen;
    const region = {
      ...{ ...chosen, klLimitEnd, conjugateGradients: { iterations, tolerance } },
      rule: acceptanceRules[chosen.accept],
      fisher: make<[], ChooseSteps>(fisherSteps, chosen.fisher),
    };
    const ofPolicy = { clip: none, klLimit: none, klStop: "epoch" as const, entropyCoefficient: 0 };
    const alone = { order: "values" as const, epochs: valueEpochs, learningRate: chosen.valueLearningRate };
    const apart = {
      maxGradientNorm: none,
      clipGradients: "apart" as const,
      normalizeAdvantages: "none" as const,
    };
    const losses = { ...chosen, ...ofPolicy, ...alone, ...apart, valueClip, valueCoefficient: 1, anneal: [] };
    return rolloutUpdate("trpo", chosen, context, (learners) => {
      const values = surrogate(losses, (parameters) => adam(parameters, chosen), learners);
      return trustRegion(region, values, learners);
    });
  },
} satisfies UpdateKind;
