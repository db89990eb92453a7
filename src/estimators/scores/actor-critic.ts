import { z } from "zod";
import { criticOptions } from "../../critics/choice.ts";
import { type Critic, isFixed, memoryFrom } from "../../critics/critic.ts";
import type { StateWeight } from "../../problem/objective.ts";
import type { Recursion } from "../../problem/recursions/recursion.ts";
import { type Advantage, gae, lambdaReturn, nStep } from "../../trajectories/advantages.ts";
import { ANY_BATCH, type Law } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { scalingOptions, weighted } from "../weighted.ts";
import { criticAdvantage } from "./critic-advantage.ts";

const options = z.strictObject({
  advantage: z
    .enum(["td", "n-step", "gae", "lambda-return"])
    .default("gae")
    .describe("advantage estimate that weights a score, or (lambda-return) a return without a baseline"),
  lambda: z.number().min(0).max(1).optional().describe("λ of GAE and of the λ-return"),
  n: z.number().int().positive().optional().describe("steps of the n-step advantage before the bootstrap"),
  critic: criticOptions.describe("where the values come from"),
  stateWeight: stateWeightOption,
  ...scalingOptions,
});

/**
 * Actor-critic: w_t = γᵗ Â_t, with the TD error, the n-step advantage or GAE(λ) of a critic; or w_t = γᵗ G^λ_t, the
 * λ-return itself, from which no value is subtracted: its mean is that of GAE(λ) where V does not depend on the
 * actions of the batch, and its variance that of returns without a baseline.
 *
 * Unbiased for ∇J where the critic is exact; a bootstrap from any other value biases it.
 *
 * Source: Sutton & Barto (2018), §12.1 and §13.5; Mnih et al. (2016); Schulman et al. (2016).
 */
export const actorCritic = {
  summary: "actor-critic: TD error, n-step advantage, GAE(λ) or λ-return of a critic",
  options,
  create(
    { average, normalize, deviation, epsilon, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { objective } = context;
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const write = advantageOf(chosen, objective.discount);
    const critic = context.critic(chosen.critic);
    return weighted({
      estimand: { stateWeight, unbiased: critic.exact === true && aimsAt(stateWeight, context) },
      takes: ANY_BATCH,
      law: lawOf(chosen, critic),
      advantages: criticAdvantage(critic, write),
      weigh: weighBy(stateWeight, objective.discount),
      recursion: recursionOf(chosen, critic, stateWeight, objective.discount),
      average,
      normalize,
      deviation,
      epsilon,
      ...memoryFrom(critic),
    });
  },
} satisfies EstimatorKind;

const lawOf = ({ advantage, lambda = 0 }: Chosen, critic: Critic): Law => {
  const { table } = critic;
  if (!isFixed(critic)) return { kind: "unknown" };
  if (table === undefined || advantage === "n-step") return { kind: "mean" };
  const kind = advantage === "lambda-return" ? advantage : "gae";
  return { kind: "form", form: { kind, lambda, across: "independent", values: table } };
};

/** TD errors that are added up; n of them, or a λ-return, are not such a sum. */
const recursionOf = (
  { advantage, lambda = 0 }: Chosen,
  { evaluate: errorsOf }: Critic,
  stateWeight: StateWeight,
  discount: number,
): Recursion | undefined =>
  advantage === "gae" || advantage === "td"
    ? { errorsOf, decay: discount * lambda, stateWeight, discount }
    : undefined;

type Chosen = Pick<z.output<typeof options>, "advantage" | "lambda" | "n">;

/** @throws RangeError for an option that the advantage lacks, or that belongs to another */
const advantageOf = ({ advantage, lambda, n }: Chosen, discount: number): Advantage => {
  needs(["gae", "lambda-return"], "lambda, from 0 to 1", advantage, lambda);
  needs(["n-step"], "n, the steps before the bootstrap", advantage, n);
  if (n !== undefined) return nStep(discount, n);
  return (advantage === "lambda-return" ? lambdaReturn : gae)(discount, lambda ?? 0);
};

const needs = (owners: readonly string[], option: string, advantage: string, value: unknown): void => {
  if (owners.includes(advantage) && value === undefined)
    throw new RangeError(`advantage "${advantage}" needs ${option}`);
  if (!owners.includes(advantage) && value !== undefined)
    throw new RangeError(
      `only advantage ${owners.map((each) => `"${each}"`).join(" or ")} has ${option}; advantage is "${advantage}"`,
    );
};
