import type { ArgumentsCamelCase, Argv } from "yargs";
import type { SubmitArguments } from "../submit-study.ts";
import { options as ofRun } from "./run.ts";

export const command = "submit <study>";
export const describe = "Hand a study over to Slurm: an array of shards, and a task that merges them";

export const options = {
  slurm: {
    type: "boolean",
    demandOption: true,
    describe: "to Slurm, by sbatch; there is no other engine yet",
  },
  shards: {
    type: "number",
    requiresArg: true,
    demandOption: true,
    describe: "parts of the study, a task each",
  },
  "at-once": {
    type: "number",
    requiresArg: true,
    describe: "tasks that may run at the same time; default: all",
  },
  print: { type: "boolean", describe: "print the scripts; write and submit nothing" },
  db: ofRun.db,
  seeds: ofRun.seeds,
  workers: {
    ...ofRun.workers,
    describe: "worker threads of a task; default: one per processor that it is given",
  },
  "time-limit": ofRun["time-limit"],
  "checkpoint-every": ofRun["checkpoint-every"],
  set: ofRun.set,
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .options(options)
    .example("$0 submit study.yaml --slurm --shards 4 --print -- --partition=long --time=4:00:00", "");

export const handler = async (given: ArgumentsCamelCase<SubmitArguments>): Promise<void> =>
  (await import("../submit-study.ts")).submitStudy(given);
