import type { ArgumentsCamelCase, Argv } from "yargs";

export const command = "summary <db>";
export const describe = "Bias, variance and alignment of every estimator, means over the seeds";

export const options = {
  study: { type: "string", requiresArg: true, describe: "only this study" },
  agent: { type: "string", requiresArg: true, describe: "only this agent" },
  iteration: {
    type: "number",
    requiresArg: true,
    describe: "the probe at this iteration; default: the last of each agent",
  },
  all: { type: "boolean", describe: "the probes at all iterations" },
  json: { type: "boolean", describe: "print all columns as JSON" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .conflicts("all", "iteration");

export interface SummaryArguments {
  db: string;
  study?: string | undefined;
  agent?: string | undefined;
  iteration?: number | undefined;
  all?: boolean | undefined;
  json?: boolean | undefined;
}

export const handler = async ({ db, ...filter }: ArgumentsCamelCase<SummaryArguments>) =>
  (await import("../print-summary.ts")).printSummary(db, filter);
