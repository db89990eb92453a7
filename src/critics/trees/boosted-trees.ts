import { z } from "zod";
import { isDiscrete } from "../../../envs/contract/environment.ts";
import { requireDiscreteActions } from "../../problem/over-actions.ts";
import { fitOption, fitted } from "../fitted.ts";
import { horizonOption, withHorizon } from "../horizon.ts";
import type { CriticContext, CriticKind } from "../kind.ts";
import { onlyFor } from "../options.ts";
import { boostedCritic } from "./boosted-critic.ts";
import { type LossName, losses } from "./losses.ts";
import { treeEnsemble } from "./tree-ensemble.ts";
import { treeInputs } from "./tree-inputs.ts";

const options = z.strictObject({
  trees: z
    .int()
    .min(1)
    .max(2000)
    .default(100)
    .describe("number of trees, or the most that folds choose from"),
  shrinkage: z.number().positive().max(1).default(0.1).describe("what each tree is multiplied by"),
  depth: z.int().min(1).max(8).default(3).describe("splits on the way to a leaf, at most"),
  minimumLeaf: z.int().min(1).default(10).describe("steps of a leaf, at least"),
  subsample: z
    .number()
    .positive()
    .max(1)
    .default(0.5)
    .describe("part of the steps that each tree is grown from, drawn for it"),
  loss: z
    .enum(Object.keys(losses) as [LossName, ...LossName[]])
    .default("gaussian")
    .describe(
      "squared error, or (bernoulli) the likelihood of returns in [0, 1], whose means are probabilities",
    ),
  folds: z
    .int()
    .min(0)
    .refine((folds) => folds !== 1, "expected 0, or 2 or more")
    .default(0)
    .describe("folds of the cross-validation that chooses the number of trees; 0 takes all"),
  features: z
    .enum(["one-hot", "environment"])
    .optional()
    .describe(
      "inputs of discrete states: one per state, or those of the environment; if not given these, where it has any",
    ),
  time: z.enum(["none", "input"]).default("none").describe("whether t is a further input"),
  action: z
    .enum(["none", "input"])
    .default("none")
    .describe("whether the action is a further input, which gives action values and V = Σ_a π(a|s) Q(s,a)"),
  target: z
    .enum(["monte-carlo", "lambda-return"])
    .default("monte-carlo")
    .describe("what is fitted to: the reward-to-go, or the λ-return of the values that were fitted before"),
  lambda: z.number().min(0).max(1).optional().describe("λ of the λ-return"),
  passes: z
    .int()
    .min(1)
    .optional()
    .describe(
      "fits of each batch to λ-returns, each of the values of the fit before, of which the first is to the reward-to-go; 2 if not given",
    ),
  batches: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      "last batches that are fitted to along training, all together and from scratch; 4 if not given",
    ),
  fit: fitOption,
  horizon: horizonOption,
});
type Options = z.output<typeof options>;

const PASSES = 2;
const BATCHES = 4;

/** Values by stochastic gradient boosting of regression trees. */
export const boostedTrees = {
  summary:
    "regression trees by stochastic gradient boosting, on states or observations; with the action gives action values too",
  options,
  create(chosen: Options, { environment, objective, seed = 0 }: CriticContext) {
    const { target, lambda, passes, batches, fit, loss, features, time, action, horizon, ...boosting } =
      chosen;
    if ((target === "lambda-return") !== (lambda !== undefined))
      throw new RangeError(`lambda goes with target lambda-return, and only with it; target is "${target}"`);
    if (target === "monte-carlo" && passes !== undefined)
      throw new RangeError('passes go with target lambda-return only; target is "monte-carlo"');
    onlyFor(fit === "training", "batches", "training", fit, batches);
    const actions =
      action === "input"
        ? requireDiscreteActions({ environment }, 'critic "boosted-trees" with action "input"')
        : 0;
    const inputs = treeInputs(environment, { features, time: time === "input", actions });
    const critic = boostedCritic({
      trees: treeEnsemble(losses[loss], boosting),
      inputs,
      actions,
      states: isDiscrete(environment) ? environment.states : 0,
      horizon: objective.horizon,
      discount: objective.discount,
      lambda,
      passes: passes ?? PASSES,
      batches: batches ?? BATCHES,
      key: [seed, "critic", "boosted-trees"],
    });
    return withHorizon(fitted(critic, fit), horizon, objective.horizon);
  },
} satisfies CriticKind;
