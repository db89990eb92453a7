import { z } from "zod";
import { isDiscrete, requireContinuous, requireDiscrete } from "../../envs/contract/environment.ts";
import { bernoulli } from "./bernoulli.ts";
import { bernoulliProduct } from "./bernoulli-product.ts";
import { linear } from "./bodies/linear.ts";
import { timeTable } from "./bodies/time-table.ts";
import { composed } from "./composed.ts";
import { categorical } from "./heads/categorical.ts";
import { gaussian } from "./heads/gaussian.ts";
import { linearTable } from "./linear-table.ts";
import { observationNormalizer } from "./observation-normalizer.ts";
import { countOf, deviation, normalize, type PolicyKind, sizeOf } from "./options.ts";
import { perceptronPolicy } from "./perceptron-policy.ts";
import { softmax } from "./softmax.ts";

export type { PolicyKind } from "./options.ts";

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
  perceptron: perceptronPolicy,
} satisfies Record<string, PolicyKind>;

/** Named, so that types built from it stay short. */
export interface Policies extends Readonly<typeof table> {}

/** The table of policies: its keys are the choices of `policy.kind`. */
export const policies: Policies = table;
