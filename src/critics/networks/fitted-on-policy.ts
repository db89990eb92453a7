import { z } from "zod";
import { requireContinuous } from "../../../envs/contract/environment.ts";
import { ofLastBatch } from "../../memory/memory.ts";
import { isTabular } from "../../policies/policy.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import type { Critic } from "../critic.ts";
import { horizonOption, withHorizon } from "../horizon.ts";
import type { CriticContext, CriticKind } from "../kind.ts";
import { fittedNetwork } from "./fitted-network.ts";
import { valueNetwork } from "./value-network.ts";

const options = z.strictObject({
  pairs: z
    .int()
    .min(1)
    .max(100_000_000)
    .describe("state-action pairs to fit to, about: whole trajectories, drawn for this alone"),
  widths: z.array(z.int().min(1).max(1024)).max(8).default([64, 64]).describe("units of each hidden layer"),
  activation: z.enum(["tanh", "relu"]).default("tanh").describe("of the hidden units"),
  learningRate: z.number().positive().default(1e-3).describe("step size of Adam"),
  epochs: z.int().min(1).default(10).describe("passes over the pairs"),
  minibatch: z.int().min(1).default(64).describe("steps of each update"),
  horizon: horizonOption,
});

/** Trajectories from which it is told how long one is. */
const FIRST = 32;

/**
 * What a value network can know at best: fitted from scratch to the rewards-to-go of many pairs of the policy as it is, which
 * are drawn for this alone and are independent of what is then estimated. As they are the same at the same policy, it asks for
 * them once at each: once in a probe.
 *
 * Source: Ilyas et al. (2020), §3 ("true value").
 */
export const fittedOnPolicy = {
  summary: "perceptron fitted to the returns of many pairs of the policy as it is, drawn for this alone",
  options,
  create(
    { pairs, widths, activation, horizon, ...fitting }: z.output<typeof options>,
    { environment, objective, seed = 0 }: CriticContext,
  ): Critic {
    const { observationSize } = requireContinuous(environment, 'critic "fitted"');
    const network = valueNetwork({ observationSize, horizon: 0, widths, activation });
    const key = [seed, "critic", "fitted"];
    const { memory, ...critic } = fittedNetwork(network, objective, fitting, key);
    if (memory === undefined) throw new Error("a network learns");
    const draw = (point: Point) => {
      const sampler = point.sampler(stream(...key, "actions"), stream(...key, "environment"));
      const { steps } = sampler(FIRST);
      return sampler(Math.max(1, Math.ceil((FIRST * pairs) / steps)));
    };
    let fittedAt: readonly number[] | undefined; // which is not saved: it is fitted to the same pairs again
    const forgetting =
      <Args extends unknown[]>(change: (...args: Args) => void) =>
      (...args: Args): void => {
        fittedAt = undefined;
        change(...args);
      };
    const fit = (_: unknown, point: Point): void => {
      const now = policyAt(point);
      if (fittedAt?.every((x, j) => x === now[j])) return;
      memory.fit(draw(point), point);
      fittedAt = now;
    };
    const { save } = memory;
    const [reset, restore] = [forgetting(memory.reset), forgetting(memory.restore)];
    const drawn: Critic = {
      ...critic,
      fit: "earlier-batch",
      memory: ofLastBatch({ fit, save, reset, restore }),
    };
    return withHorizon(drawn, horizon, objective.horizon);
  },
} satisfies CriticKind;

/** All numbers that the policy depends on. */
const policyAt = ({ theta, policy }: Point): readonly number[] => [
  ...theta,
  ...(isTabular(policy) ? [] : (policy.normalizer?.moments ?? [])),
];
