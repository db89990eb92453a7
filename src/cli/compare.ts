import type { ArgumentsCamelCase, Argv } from "yargs";
import type { CompareArguments } from "./print-comparison.ts";

export const command = "compare <db>";
export const describe = "Compare agents, or estimators, with one of them, with 95 % intervals";

export const options = {
  baseline: {
    type: "string",
    requiresArg: true,
    demandOption: true,
    describe: "agent or estimator that the others are compared with",
  },
  metric: {
    type: "string",
    requiresArg: true,
    describe: "what to compare, e.g. exact_return, mean_cosine, total_variance, squared_bias",
  },
  experiment: { type: "string", requiresArg: true, describe: "only this experiment" },
  agent: { type: "string", requiresArg: true, describe: "estimators at the θ of this agent only" },
  iteration: {
    type: "number",
    requiresArg: true,
    describe: "estimators at the probe of this iteration; default: the last of each agent",
  },
  "batch-size": { type: "number", requiresArg: true, describe: "estimators at this batch size only" },
  over: {
    choices: ["seeds", "replicates"],
    describe: "what the intervals are over; default: seeds, or replicates where there is one seed",
  },
  json: { type: "boolean", describe: "print all figures as JSON" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .example("$0 compare results/quickstart.db --baseline reinforce", "agents by what they learned")
    .example("$0 compare results/quickstart.db --baseline to-go --metric mean_cosine", "estimators");

export const handler = async (given: ArgumentsCamelCase<CompareArguments>) =>
  (await import("./print-comparison.ts")).printComparison(given);
