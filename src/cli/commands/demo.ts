import type { ArgumentsCamelCase, Argv } from "yargs";
import { exitWith } from "../process-end.ts";
import type { DemoArguments } from "../run-demo.ts";
import { options as ofRun } from "./run.ts";

export const command = "demo";
export const describe =
  "Run the study of the quickstart, which comes with the package, and show what it finds";

export const options = {
  db: { ...ofRun.db, describe: "database to write; default results/demo.db" },
  workers: ofRun.workers,
  replace: { type: "boolean", describe: "do it anew where another version of trueslope did it" },
} as const;

export const builder = (parser: Argv) => parser.options(options).example("$0 demo", "");

export const handler = async (given: ArgumentsCamelCase<DemoArguments>): Promise<void> =>
  exitWith(await (await import("../run-demo.ts")).runDemo(given));
