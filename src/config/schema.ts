import { z } from "zod";
import { policies } from "../policies/index.ts";
import { choice } from "../registry.ts";
import { agentSchema } from "./agent-schema.ts";
import { environments } from "./environments.ts";
import { nameSchema as name } from "./name.ts";
import { probeSchema } from "./probe-schema.ts";
import { seedsSchema } from "./seeds.ts";
import { unique } from "./unique.ts";
import { varySchema } from "./variations.ts";

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
  probe: probeSchema.optional().describe("estimates to draw at frozen θ and compare with the truth"),
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
