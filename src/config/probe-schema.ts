import { z } from "zod";
import { transformChain } from "./agent-schema.ts";
import { diagnostics } from "./diagnostics.ts";
import { nameSchema as name } from "./name.ts";
import { estimatorChoice } from "./preset.ts";
import { unique } from "./unique.ts";

const probeObject = z.strictObject({
  agents: z.array(name).min(1).optional().describe("names of the agents that are probed; all if not given"),
  every: z
    .int()
    .min(1)
    .optional()
    .describe("iterations between probes; there is one at 0 and one at the end, unless `at` alone is given"),
  at: z
    .array(z.int().min(0))
    .min(1)
    .optional()
    .describe(
      "iterations of probes, beside those of `every`; those that an agent does not reach are left out",
    ),
  batchSizes: z
    .array(z.int().min(1))
    .min(1)
    .superRefine((sizes, context) => {
      for (const [i, size] of sizes.entries()) {
        if (sizes.indexOf(size) < i)
          context.addIssue({ code: "custom", path: [i], message: `batch size ${size} is given twice` });
      }
    })
    .optional()
    .describe("trajectories of each batch; an estimate that accumulates k batches counts k times as many"),
  replicates: z
    .int()
    .min(2)
    .optional()
    .describe("independent estimates of each estimator at each batch size"),
  keep: z
    .union([z.enum(["all", "statistics"]), z.strictObject({ sample: z.int().min(1).describe("so many") })])
    .optional()
    .describe(
      "estimates that become rows: all (if not given), none, or the first of each cell; unless all, memory does not grow with replicates",
    ),
  block: z
    .int()
    .min(1)
    .optional()
    .describe(
      "replicates that are drawn together: workers with no run of their own draw blocks of a cell; each has a key of its own",
    ),
  streams: z
    .int()
    .min(2)
    .max(1000)
    .optional()
    .describe("independent streams of state-action pairs, of whose first ones the pairs are"),
  pairs: z
    .array(z.int().min(1).max(100_000_000))
    .min(1)
    .optional()
    .describe(
      "state-action pairs behind an estimate, of the beginning of each stream; trajectories may be cut",
    ),
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

type Checked = z.output<typeof probeObject>;

/** What belongs together, and what is missing where neither batches nor streams are named. */
const check = (probe: Checked, context: z.RefinementCtx): void => {
  const missing = (key: keyof Checked) =>
    context.addIssue({ code: "invalid_type", expected: "number", input: undefined, path: [key] });
  const { batchSizes, replicates, streams, pairs } = probe;
  if (probe.keep !== undefined && probe.keep !== "all") checkKeep(probe, context);
  if (probe.block !== undefined) checkBlock(probe.block, replicates, context);
  const byPairs = streams !== undefined || pairs !== undefined;
  const byBatches = batchSizes !== undefined || replicates !== undefined || !byPairs;
  if (byBatches && batchSizes === undefined) missing("batchSizes");
  if (byBatches && replicates === undefined) missing("replicates");
  if (byPairs && streams === undefined) missing("streams");
  if (byPairs && pairs === undefined) missing("pairs");
};

const checkKeep = ({ keep, replicates, reference }: Checked, context: z.RefinementCtx): void => {
  const issue = (message: string, path: string[] = ["keep"]) =>
    context.addIssue({ code: "custom", path, message });
  if (reference !== undefined)
    issue(
      "estimates that are compared with a reference, once it is drawn, are all kept; leave out reference, or keep",
    );
  if (replicates === undefined)
    issue("keep is of the estimates of batches; expected batchSizes and replicates");
  else if (typeof keep === "object" && keep.sample >= replicates)
    issue(`expected fewer than the ${replicates} replicates, or all; got ${keep.sample}`, ["keep", "sample"]);
};

const checkBlock = (block: number, replicates: number | undefined, context: z.RefinementCtx): void => {
  const issue = (message: string) => context.addIssue({ code: "custom", path: ["block"], message });
  if (replicates === undefined)
    issue("blocks are of the estimates of batches; expected batchSizes and replicates");
  else if (block >= replicates) issue(`expected fewer than the ${replicates} replicates; got ${block}`);
};

/** A probe: estimates of batches of whole trajectories, of streams of pairs, or both. */
export const probeSchema = probeObject.superRefine(check).transform(({ keep, block, ...probe }) => ({
  ...probe,
  batchSizes: probe.batchSizes ?? [],
  replicates: probe.replicates ?? 0,
  ...(keep !== undefined && keep !== "all" && { keep }),
  ...(block !== undefined && { block }),
})); // the order of keys is a part of a run's hash
