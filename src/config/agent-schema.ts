import { z } from "zod";
import { optimizers } from "../optimizers/index.ts";
import { choice } from "../registry.ts";
import { transforms } from "../transforms/index.ts";
import { nameSchema as name } from "./name.ts";
import { estimatorChoice, updateChoice } from "./preset.ts";
import { type PresetName, presets } from "./presets.ts";
import { type UpdatePresetName, updatePresets } from "./update-presets.ts";

/** Transforms of an estimate. */
export const transformChain = z
  .array(choice(transforms))
  .optional()
  .describe("transforms of the estimate, applied one after the other");

const agentObject = z.strictObject({
  name: name.describe("name of the agent in the database"),
  estimator: estimatorChoice({ transforms: transformChain })
    .optional()
    .describe(
      "how the agent estimates the gradient that it follows by ascent; other updates have one of their own",
    ),
  optimizer: choice(optimizers)
    .default({ kind: "sgd", learningRate: 0.1 })
    .describe("how θ moves along the estimate; of a displacement, sgd with learningRate 1 if not given"),
  update: updateChoice()
    .optional()
    .describe("how a batch moves θ and all else that learns; ascent if not given"),
  batchSize: z
    .int()
    .min(1)
    .default(32)
    .describe("trajectories per batch: of an update, unless its estimator accumulates batches"),
  batchSteps: z
    .int()
    .min(1)
    .max(100_000_000)
    .optional()
    .describe("steps per batch, in all lanes together, in place of batchSize: of updates other than ascent"),
  lanes: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe("environments side by side that batchSteps are drawn from; 1 if not given"),
  steps: z
    .int()
    .min(1)
    .max(1e12)
    .optional()
    .describe(
      "environment steps of training, in place of iterations: as many updates as they have batches for",
    ),
  iterations: z.int().min(0).max(1e9).optional().describe("updates of θ; 0 for a pure probe at the first θ"),
  logEvery: z.int().min(1).default(1).describe("updates per row of the learning curve"),
});

type Written = Readonly<Record<string, unknown>>;

/** A displacement is a step already: an agent that follows one takes it as it is, unless its study says otherwise. */
const withStepOfItsOwn = (agent: Written): Written => {
  if ("optimizer" in agent) return agent;
  const { preset, of } = (agent.estimator ?? {}) as { preset?: unknown; of?: unknown };
  const ofPreset =
    typeof preset === "string" && Object.hasOwn(presets, preset)
      ? presets[preset as PresetName].estimator
      : {};
  if ((of ?? ("of" in ofPreset ? ofPreset.of : undefined)) !== "displacement") return agent;
  return { ...agent, optimizer: { kind: "sgd", learningRate: 1 } };
};

/** Whether an agent's update draws steps of lanes, as it was written. */
const drawsSteps = ({ update }: Written): boolean => {
  const { kind, preset } = Object(update) as { kind?: unknown; preset?: unknown };
  const known = typeof preset === "string" && Object.hasOwn(updatePresets, preset);
  const meant = known ? updatePresets[preset as UpdatePresetName].update.kind : kind;
  return meant !== undefined && meant !== "ascent";
};

const OF_ASCENT = ["estimator", "optimizer", "batchSize"];
const OF_STEPS = ["batchSteps", "lanes", "steps"];

/** Steps of training become iterations; what the update does not read is refused. */
const complete = (given: unknown, context: z.RefinementCtx): unknown => {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const agent = given as Written;
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", input: agent[path], path: [path], message });
  const bySteps = drawsSteps(agent);
  for (const key of bySteps ? OF_ASCENT : OF_STEPS)
    if (key in agent)
      refuse(
        key,
        bySteps
          ? `is of agents that ascend an estimate; this one's update draws batchSteps and has ${key === "batchSize" ? "those instead" : `an ${key} of its own`}`
          : `is of updates that draw steps, such as ppo and a2c; this agent ascends an estimate of a batchSize`,
      );
  const missing = (path: string) =>
    context.addIssue({ code: "invalid_type", expected: "number", input: undefined, path: [path] });
  if (!bySteps) {
    if (!("estimator" in agent)) missing("estimator");
    if (!("iterations" in agent)) missing("iterations");
    return withStepOfItsOwn(agent);
  }
  const { steps, lanes = 1, ...rest } = agent;
  const { batchSteps } = agent;
  if (batchSteps === undefined) missing("batchSteps");
  if (steps !== undefined && "iterations" in agent)
    refuse("steps", "is given in place of iterations; leave one of the two out");
  if (steps === undefined && !("iterations" in agent)) missing("iterations");
  if (typeof batchSteps === "number" && typeof lanes === "number" && batchSteps % lanes !== 0)
    refuse("batchSteps", `must be a multiple of lanes, ${lanes}; got ${batchSteps}`);
  if (typeof steps !== "number" || typeof batchSteps !== "number") return agent;
  if (steps < batchSteps) refuse("steps", `must be at least batchSteps, ${batchSteps}; got ${steps}`);
  return { ...rest, lanes, iterations: Math.floor(steps / batchSteps) };
};

type Output = z.output<typeof agentObject>;

/** An agent, complete. */
type Agent = Omit<Output, "iterations" | "steps" | "optimizer" | "batchSize"> &
  Partial<Pick<Output, "optimizer" | "batchSize">> & { readonly iterations: number };

/** What learns: an estimator and an optimizer, or an update that has both of its own. */
export const agentSchema = z.preprocess(
  complete,
  agentObject.transform(({ optimizer, batchSize, ...agent }) =>
    agent.batchSteps === undefined ? { ...agent, optimizer, batchSize } : agent,
  ),
) as unknown as z.ZodType<Agent, z.input<typeof agentObject>>;
