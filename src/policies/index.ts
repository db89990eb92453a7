import { z } from "zod";
import type { ContinuousEnvironment, Environment } from "../../envs/contract/environment.ts";
import { isDiscrete, requireContinuous, requireDiscrete } from "../../envs/contract/environment.ts";
import type { Kind } from "../registry.ts";
import { bernoulli } from "./bernoulli.ts";
import { bernoulliProduct } from "./bernoulli-product.ts";
import { linear } from "./bodies/linear.ts";
import { perceptron } from "./bodies/perceptron.ts";
import { timeTable } from "./bodies/time-table.ts";
import { composed } from "./composed.ts";
import { categorical } from "./heads/categorical.ts";
import { gaussian } from "./heads/gaussian.ts";
import { linearTable } from "./linear-table.ts";
import { observationNormalizer } from "./observation-normalizer.ts";
import { initialWeights } from "./perceptron/initial.ts";
import { scheme } from "./perceptron/schemes.ts";
import type { Policy } from "./policy.ts";
import { softmax } from "./softmax.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type PolicyKind = Kind<any, [Environment, { readonly horizon: number }], Policy>;

const deviation = z
  .union([z.number().positive(), z.literal("learned")], { error: "expected a number above 0, or learned" })
  .describe("standard deviation σ of every coordinate of an action; or learned: log σ are parameters");

const normalize = z
  .boolean()
  .default(false)
  .describe(
    "whether observations are shifted and scaled by their running mean and deviation, frozen in probes",
  );

/** Number of actions. @throws RangeError where they are continuous */
const countOf = ({ kind, action }: ContinuousEnvironment, policy: string): number => {
  if (action.count === undefined)
    throw new RangeError(`${policy} needs discrete actions; those of ${kind} are continuous`);
  return action.count;
};

/** Coordinates of an action. @throws RangeError where actions are discrete */
const sizeOf = ({ kind, action }: ContinuousEnvironment, policy: string): number => {
  if (action.size === undefined)
    throw new RangeError(`${policy} needs continuous actions; those of ${kind} are discrete`);
  return action.size;
};

const table = {
  softmax: {
    summary: "tabular softmax, one logit per state and action",
    options: z.strictObject({}),
    create(_, environment) {
      const { states, actions } = requireDiscrete(environment, "softmax");
      return softmax(states, actions);
    },
  },
  bernoulli: {
    summary: "Bernoulli-logistic over two actions, P(1|x) = σ(θ·x)",
    options: z.strictObject({}),
    create(_, environment) {
      const { kind, states, actions, features } = requireDiscrete(environment, "bernoulli");
      if (actions !== 2) throw new RangeError(`bernoulli needs 2 actions; ${kind} has ${actions}`);
      if (features === undefined)
        throw new RangeError(`bernoulli needs features of the states; ${kind} has none`);
      return bernoulli(states, features);
    },
  },
  "bernoulli-product": {
    summary: "independent Bernoulli bits, each with a logit of its own or all with the same",
    options: z.strictObject({
      logits: z.enum(["own", "shared"]).default("own").describe("whether every bit has a logit of its own"),
    }),
    create({ logits }: { logits: "own" | "shared" }, environment) {
      const { kind, bits } = requireDiscrete(environment, "bernoulli-product");
      if (bits === undefined)
        throw new RangeError(`bernoulli-product needs an environment with bits; ${kind} has none`);
      return bernoulliProduct(bits.count, logits);
    },
  },
  "linear-gaussian": {
    summary: "Gaussian with a linear mean, u = K x + b + σε",
    options: z.strictObject({
      deviation,
      bias: z.boolean().default(false).describe("whether the mean has a constant b"),
      normalize: z
        .boolean()
        .optional()
        .describe(normalize.description ?? ""),
    }),
    create({ deviation, bias, normalize = false }, environment) {
      const space = requireContinuous(environment, "linear-gaussian");
      const size = sizeOf(space, "linear-gaussian");
      const { observationSize } = space;
      return composed({
        kind: "linear-gaussian",
        observationSize,
        body: linear(observationSize, size, bias),
        head: gaussian(size, deviation),
        // the exact gradients are those of the mean as a function of the state itself
        ...(normalize
          ? { normalizer: observationNormalizer(observationSize) }
          : { gaussian: { mean: "linear" as const, bias, deviation } }),
      });
    },
  },
  "time-gaussian": {
    summary: "Gaussian with a mean for each time, whatever is observed: u_t = m_t + σε",
    options: z.strictObject({ deviation }),
    create({ deviation }, environment, { horizon }) {
      const space = requireContinuous(environment, "time-gaussian");
      const size = sizeOf(space, "time-gaussian");
      return composed({
        kind: "time-gaussian",
        observationSize: space.observationSize,
        body: timeTable(horizon, size),
        head: gaussian(size, deviation),
        gaussian: { mean: "time", bias: false, deviation },
      });
    },
  },
  "linear-softmax": {
    summary:
      "softmax over discrete actions with logits that are linear in the observation or the state's features",
    options: z.strictObject({
      bias: z.boolean().default(true).describe("whether every logit has a constant"),
      normalize,
    }),
    create({ bias, normalize }, environment) {
      if (isDiscrete(environment)) return linearTable(environment, bias, normalize);
      const { observationSize } = environment;
      const count = countOf(environment, "linear-softmax");
      return composed({
        kind: "linear-softmax",
        observationSize,
        body: linear(observationSize, count, bias),
        head: categorical(count),
        ...(normalize && { normalizer: observationNormalizer(observationSize) }),
      });
    },
  },
  perceptron: {
    summary: "multilayer perceptron with a softmax or a Gaussian over it, as the actions ask for",
    options: z.strictObject({
      widths: z
        .array(z.int().min(1).max(1024))
        .max(8)
        .default([64, 64])
        .describe("units of each hidden layer"),
      activation: z.enum(["tanh", "relu"]).default("tanh").describe("of the hidden units"),
      weights: scheme.optional().describe("how the first weights are drawn; lecun if not given"),
      deviation: deviation.optional(),
      normalize,
    }),
    create({ widths, activation, weights, deviation, normalize }, environment) {
      const { kind, observationSize, action } = requireContinuous(environment, "perceptron");
      const { count, size } = action;
      if (size === undefined && deviation !== undefined)
        throw new RangeError(`deviation is of continuous actions; those of ${kind} are discrete`);
      const head = size === undefined ? categorical(count) : gaussian(size, deviation ?? "learned");
      return composed({
        kind: "perceptron",
        observationSize,
        body: {
          ...perceptron({ inputs: observationSize, widths, outputs: head.inputs, activation }),
          initialize: initialWeights([observationSize, ...widths, head.inputs], weights),
        },
        head,
        ...(normalize && { normalizer: observationNormalizer(observationSize) }),
      });
    },
  },
} satisfies Record<string, PolicyKind>;

/** Named, so that types built from it stay short. */
export interface Policies extends Readonly<typeof table> {}

/** The table of policies: its keys are the choices of `policy.kind`. */
export const policies: Policies = table;
