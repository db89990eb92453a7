import type { ArgumentsCamelCase, Argv } from "yargs";

export const command = "summary <db>";
export const describe = "Bias, variance and alignment of every estimator, means over the seeds";

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .option("experiment", { type: "string", describe: "only this experiment" })
    .option("agent", { type: "string", describe: "only this agent" })
    .option("iteration", { type: "number", describe: "the probe at this iteration; default: the last of each agent" })
    .option("all", { type: "boolean", describe: "the probes at all iterations" })
    .option("json", { type: "boolean", describe: "print all columns as JSON" })
    .conflicts("all", "iteration");

export interface SummaryArguments {
  db: string;
  experiment?: string | undefined;
  agent?: string | undefined;
  iteration?: number | undefined;
  all?: boolean | undefined;
  json?: boolean | undefined;
}

export const handler = async ({ db, ...filter }: ArgumentsCamelCase<SummaryArguments>) =>
  (await import("./print-summary.ts")).printSummary(db, filter);
