import type { ArgumentsCamelCase, Argv } from "yargs";
import type { ReportArguments } from "../write-report.ts";

const FORMATS = ["html", "svg", "png", "md", "tex"] as const;

export const command = "report <db>";
export const describe = "Write a report with all figures as one HTML file, or a single figure or table";

export const options = {
  output: {
    alias: "o",
    type: "string",
    requiresArg: true,
    describe: "file to write; default: the name of the database with .html; - for standard output",
  },
  format: {
    choices: FORMATS,
    describe: "default: by the ending of the output, else html, or svg of a figure",
  },
  figure: {
    type: "string",
    requiresArg: true,
    describe: "only this figure, or the table called cells, as svg, png, md (Markdown) or tex (LaTeX)",
  },
  study: { type: "string", requiresArg: true, describe: "only this study" },
  agent: { type: "string", requiresArg: true, describe: "only the probes of this agent" },
  iteration: {
    type: "number",
    requiresArg: true,
    describe: "only the probes at this iteration; default: the first, and the last of each agent",
  },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .example("$0 report results/quickstart.db -o report.html", "")
    .example("$0 report results/quickstart.db --figure alignment -o alignment.svg", "");

export const handler = async (given: ArgumentsCamelCase<ReportArguments>): Promise<void> =>
  (await import("../write-report.ts")).writeReport(given);
