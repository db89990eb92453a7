import { z } from "zod";
import { grown } from "../grown.ts";
import type { FrozenPolicy } from "../types.ts";
import { gae, nStep } from "./advantages.ts";
import { criticOptions, type EstimatorKind, stateWeightOption } from "./kind.ts";
import { discountByTime } from "./returns.ts";
import { weightedEstimate } from "./weighted.ts";

const options = z.strictObject({
  advantage: z
    .enum(["td", "n-step", "gae"])
    .default("gae")
    .describe("advantage estimate that weights a score"),
  lambda: z.number().min(0).max(1).optional().describe("λ of GAE"),
  n: z.number().int().positive().optional().describe("steps of the n-step advantage before the bootstrap"),
  critic: criticOptions.describe("where the values come from"),
  stateWeight: stateWeightOption,
});

/**
 * Actor-critic: w_t = γᵗ Â_t, with the TD error, the n-step advantage or GAE(λ) of a critic.
 *
 * Unbiased for ∇J where the critic is exact; a bootstrap from any other value biases it.
 *
 * Source: Sutton & Barto (2018), §13.5; Mnih et al. (2016); Schulman et al. (2016).
 */
export const actorCritic = {
  summary: "actor-critic: TD error, n-step advantage or GAE(λ) of a critic",
  options,
  create(
    { advantage, lambda, n, ...chosen }: z.output<typeof options>,
    { policy, objective, critic, offPolicy },
  ) {
    needs("gae", "lambda, from 0 to 1", advantage, lambda);
    needs("n-step", "n, the steps before the bootstrap", advantage, n);
    const { discount } = objective;
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const values = critic(chosen.critic);
    const write = n === undefined ? gae(discount, lambda ?? 0) : nStep(discount, n);
    let stepValues = new Float64Array(0);
    let endValues = new Float64Array(0);
    return {
      stateWeight,
      unbiased:
        values.exact === true && !offPolicy && (stateWeight === objective.stateWeight || discount === 1),
      minimumBatch: 1,
      ...(n === undefined && {
        form: {
          kind: "gae",
          lambda: lambda ?? 0,
          across: "independent",
          values: (at: FrozenPolicy) => values.table(at),
        } as const,
      }),
      estimate: weightedEstimate(policy, (batch, at, out) => {
        stepValues = grown(stepValues, batch.steps);
        endValues = grown(endValues, batch.trajectories);
        values.evaluate(batch, at, stepValues, endValues);
        write(batch, stepValues, endValues, out);
        if (stateWeight === "discounted") discountByTime(batch, discount, out);
      }),
    };
  },
} satisfies EstimatorKind;

/** Refuses an option that its advantage lacks, or that belongs to another advantage. */
const needs = (owner: string, option: string, advantage: string, value: unknown): void => {
  if (advantage === owner && value === undefined)
    throw new RangeError(`advantage "${owner}" needs ${option}`);
  if (advantage !== owner && value !== undefined)
    throw new RangeError(`only advantage "${owner}" has ${option}; advantage is "${advantage}"`);
};
