import { z } from "zod";
import type { Environment, Kind, Policy } from "../types.ts";
import { bernoulli } from "./bernoulli.ts";
import { bernoulliProduct } from "./bernoulli-product.ts";
import { softmax } from "./softmax.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type PolicyKind = Kind<any, [Environment], Policy>;

/** The table of policies: its keys are the choices of `policy.kind`. */
export const policies = {
  softmax: {
    summary: "tabular softmax, one logit per state and action",
    options: z.strictObject({}),
    create: (_, { states, actions }) => softmax(states, actions),
  },
  bernoulli: {
    summary: "Bernoulli-logistic over two actions, P(1|x) = σ(θ·x)",
    options: z.strictObject({}),
    create(_, { kind, states, actions, features }) {
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
    create({ logits }: { logits: "own" | "shared" }, { kind, bits }) {
      if (bits === undefined)
        throw new RangeError(`bernoulli-product needs an environment with bits; ${kind} has none`);
      return bernoulliProduct(bits.count, logits);
    },
  },
} satisfies Record<string, PolicyKind>;
