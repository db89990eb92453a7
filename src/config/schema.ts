import { z } from "zod";
import { policies } from "../policies/index.ts";
import { choice } from "../registry.ts";
import { agentSchema, transformChain } from "./agent-schema.ts";
import { diagnostics } from "./diagnostics.ts";
import { environments } from "./environments.ts";
import { nameSchema as name } from "./name.ts";
import { estimatorChoice } from "./preset.ts";
import { seedsSchema } from "./seeds.ts";
import { varySchema } from "./variations.ts";

const unique = (what: string) => (items: readonly { name: string }[], context: z.RefinementCtx) => {
  for (const [i, item] of items.entries()) {
    if (items.findIndex((other) => other.name === item.name) < i)
      context.addIssue({
        code: "custom",
        path: [i, "name"],
        message: `two ${what} are called "${item.name}"`,
      });
  }
};

const objective = z.strictObject({
  discount: z.number().min(0).max(1).describe("γ"),
  horizon: z.int().min(1).max(1_000_000).describe("T: steps after which a trajectory is truncated"),
  stateWeight: z
    .enum(["discounted", "none"])
    .default("discounted")
    .describe(
      "weight of the score at time t in the true gradient: γᵗ, or 1 (in general the gradient of nothing)",
    ),
});

const initial = z
  .union(
    [
      z.literal("zeros"),
      z.strictObject({ normal: z.number().min(0).describe("standard deviation σ") }),
      z.array(z.number()).min(1),
    ],
    {
      error: "expected zeros, { normal: σ } or the list of θ",
    },
  )
  .optional()
  .describe(
    "first θ: zeros, { normal: σ } for independent normal coordinates, or all P numbers; if not given, random for a " +
      "perceptron and zeros for the others",
  );

const probe = z.strictObject({
  agents: z.array(name).min(1).optional().describe("names of the agents that are probed; all if not given"),
  every: z
    .int()
    .min(1)
    .optional()
    .describe("iterations between probes; there is always one at 0 and one at the end"),
  batchSizes: z
    .array(z.int().min(1))
    .min(1)
    .superRefine((sizes, context) => {
      for (const [i, size] of sizes.entries()) {
        if (sizes.indexOf(size) < i)
          context.addIssue({ code: "custom", path: [i], message: `batch size ${size} is given twice` });
      }
    })
    .describe("trajectories of each batch; an estimate that accumulates k batches counts k times as many"),
  replicates: z.int().min(2).describe("independent estimates of each estimator at each batch size"),
  exactMoments: z
    .boolean()
    .default(true)
    .describe(
      "whether exact bias and variance are computed where they can be; large models may want to save the time",
    ),
  estimators: z
    .array(
      estimatorChoice({
        transforms: transformChain,
        name: name.describe("name of the estimator in the database"),
      }),
    )
    .default([])
    .superRefine(unique("estimators"))
    .superRefine((items, context) => {
      for (const [i, { name }] of items.entries()) {
        if (name === "agent")
          context.addIssue({
            code: "custom",
            path: [i, "name"],
            message: '"agent" is the name of the agent\'s own estimator',
          });
      }
    })
    .describe("probe estimators, measured on the same trajectories as the agent's own"),
  diagnostics: diagnostics.optional(),
  reference: z
    .strictObject({
      relativeError: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.02)
        .describe("standard error of the gradient that is aimed at, relative to its norm"),
      trajectories: z
        .int()
        .min(2048)
        .max(1e9)
        .default(1_000_000)
        .describe("most trajectories, whatever the error is then"),
    })
    .optional()
    .describe("where no exact gradient is known: an average over many other trajectories in its place"),
});

const evaluation = z.strictObject({
  every: z
    .int()
    .min(1)
    .optional()
    .describe("updates between evaluations; there is always one at 0 and one at the end"),
  episodes: z.int().min(1).max(1_000_000).default(10).describe("episodes of each, on streams of their own"),
  deterministic: z
    .boolean()
    .default(false)
    .describe("whether the most likely action is taken everywhere, in place of one that is drawn"),
});

/** The schema of a study: the one source of types, validation and `schema.json`. */
export const studySchema = z.strictObject({
  name: name.describe("name of the study in the database: as all names, any text without control characters"),
  environment: choice(environments).describe("what is acted in"),
  objective: objective.describe("whose gradient is the true one: discount and horizon"),
  policy: choice(policies, { initial }).describe("how actions depend on θ"),
  behavior: z
    .strictObject({ uniform: z.number().gt(0).max(1).describe("ε of μ = (1 − ε) π + ε / A") })
    .optional()
    .describe("policy that acts in place of π, for importance weighting; without it, trajectories follow π"),
  groups: z
    .strictObject({ size: z.int().min(2).describe("trajectories K of a group") })
    .optional()
    .describe(
      "trajectories drawn in groups that share their first state; batch sizes are multiples of the size",
    ),
  agents: z
    .array(agentSchema)
    .min(1)
    .superRefine(unique("agents"))
    .describe("what learns: an estimator and an optimizer each"),
  evaluate: evaluation
    .optional()
    .describe("whole episodes of the policy as it stands, from which nothing is learned"),
  probe: probe.optional().describe("estimates to draw at frozen θ and compare with the truth"),
  seeds: seedsSchema,
  vary: varySchema,
});

/** A study after validation, with every default filled in. */
export type Study = z.output<typeof studySchema>;
export type AgentConfig = Study["agents"][number];
/** An estimator with its transforms, of an agent or of a probe. */
export type EstimatorOptions = NonNullable<AgentConfig["estimator"]>;
/** What a run knows of the probe: not whether other agents are probed. */
export type ProbeConfig = Omit<NonNullable<Study["probe"]>, "agents">;
