import { z } from "zod";
import { optimizers } from "../optimizers/index.ts";
import { choice } from "../registry.ts";
import { transforms } from "../transforms/index.ts";
import { nameSchema as name } from "./name.ts";
import { estimatorChoice, updateChoice } from "./preset.ts";
import { type PresetName, presets } from "./presets.ts";

/** Transforms of an estimate. */
export const transformChain = z
  .array(choice(transforms))
  .optional()
  .describe("transforms of the estimate, applied one after the other");

const DEFAULT_OPTIMIZER = { kind: "sgd" as const, learningRate: 0.1 };
const DEFAULT_BATCH_SIZE = 32;

const agentObject = z.strictObject({
  name: name.describe("name of the agent in the database"),
  estimator: estimatorChoice({ transforms: transformChain })
    .optional()
    .describe(
      "how the agent estimates the gradient that it follows by ascent; other updates have one of their own",
    ),
  optimizer: choice(optimizers)
    .optional()
    .meta({ default: DEFAULT_OPTIMIZER })
    .describe("how θ moves along the estimate; of a displacement, sgd with learningRate 1 if not given"),
  update: updateChoice()
    .optional()
    .describe("how a batch moves θ and all else that learns; ascent if not given"),
  batchSize: z
    .int()
    .min(1)
    .optional()
    .meta({ default: DEFAULT_BATCH_SIZE })
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
const withStepOfItsOwn = (written: unknown): unknown => {
  if (typeof written !== "object" || written === null || "optimizer" in written) return written;
  const agent = written as Written;
  const { preset, of } = (agent.estimator ?? {}) as { preset?: unknown; of?: unknown };
  const ofPreset =
    typeof preset === "string" && Object.hasOwn(presets, preset)
      ? presets[preset as PresetName].estimator
      : {};
  if ((of ?? ("of" in ofPreset ? ofPreset.of : undefined)) !== "displacement") return agent;
  return { ...agent, optimizer: { kind: "sgd", learningRate: 1 } };
};

/** What only an agent reads that ascends an estimate; and what only one reads whose update draws steps. */
const OF_ASCENT = ["estimator", "optimizer", "batchSize"] as const;
const OF_STEPS = ["batchSteps", "lanes", "steps"] as const;

type Checked = z.output<typeof agentObject>;

const drawsSteps = ({ update }: Pick<Checked, "update">): boolean =>
  update !== undefined && update.kind !== "ascent";

/** What is missing, and what nothing would read. */
const check = (agent: Checked, context: z.RefinementCtx): void => {
  const issue = (key: keyof Checked, message: string) =>
    context.addIssue({ code: "custom", input: agent[key], path: [key], message });
  const missing = (key: keyof Checked) =>
    context.addIssue({ code: "invalid_type", expected: "number", input: undefined, path: [key] });
  const { update, batchSteps, lanes = 1, steps, iterations } = agent;
  if (!drawsSteps(agent)) {
    for (const key of OF_STEPS)
      if (agent[key] !== undefined)
        issue(key, "only an update that draws steps reads it, such as ppo or a2c");
    if (agent.estimator === undefined) missing("estimator");
    if (iterations === undefined) missing("iterations");
    return;
  }
  for (const key of OF_ASCENT)
    if (agent[key] !== undefined)
      issue(
        key,
        `update ${update?.kind} does not read it${key === "batchSize" ? "; its batches are of batchSteps" : ""}`,
      );
  if (batchSteps === undefined) missing("batchSteps");
  else if (batchSteps % lanes !== 0)
    issue("batchSteps", `expected a multiple of lanes, ${lanes}; got ${batchSteps}`);
  else if (steps !== undefined && steps < batchSteps)
    issue("steps", `expected at least batchSteps, ${batchSteps}; got ${steps}`);
  const { minibatches = 1 } = update as { minibatches?: number };
  if (batchSteps !== undefined && minibatches > batchSteps)
    context.addIssue({
      ...{ code: "custom", input: minibatches, path: ["update", "minibatches"] },
      message: `expected at most batchSteps, ${batchSteps}; got ${minibatches}`,
    });
  if (steps === undefined && iterations === undefined) missing("iterations");
  if (steps !== undefined && iterations !== undefined)
    issue("steps", "is in place of iterations; leave one of the two out");
};

/** Steps of training become iterations, and what is not given its default. The order of keys is a part of a run's hash. */
const complete = ({
  name,
  estimator,
  optimizer,
  update,
  batchSize,
  batchSteps,
  lanes,
  ...training
}: Checked) => {
  const { steps = 0, logEvery } = training;
  const iterations = training.iterations ?? Math.floor(steps / (batchSteps ?? 1));
  if (batchSteps !== undefined)
    return { name, update, batchSteps, ...(lanes !== undefined && { lanes }), iterations, logEvery };
  const followed = { estimator, optimizer: optimizer ?? DEFAULT_OPTIMIZER, ...(update && { update }) };
  return { name, ...followed, batchSize: batchSize ?? DEFAULT_BATCH_SIZE, iterations, logEvery };
};

/** What learns: an estimator and an optimizer, or an update that has both of its own. */
export const agentSchema = z.preprocess(
  withStepOfItsOwn,
  agentObject.superRefine(check).transform(complete),
) as unknown as z.ZodType<
  Omit<Checked, "iterations" | "steps"> & { iterations: number },
  z.input<typeof agentObject>
>;
