import type { ArgumentsCamelCase, Argv } from "yargs";
import { exitWith } from "../process-end.ts";
import type { RunArguments } from "../run-study.ts";

export const command = "run <study>";
export const describe = "Run a study; only what is missing in its database is done";

export const options = {
  db: {
    type: "string",
    requiresArg: true,
    describe: "database to write; default results/<file, or folder, of the study>.db",
  },
  seeds: { type: "string", requiresArg: true, describe: "seeds in place of the study's, such as 0..9" },
  workers: { type: "number", requiresArg: true, describe: "worker threads; default: one per processor" },
  "time-limit": {
    type: "number",
    requiresArg: true,
    describe: "seconds that a run may take; one that takes longer fails, and the others go on; default: none",
  },
  shard: {
    type: "string",
    requiresArg: true,
    describe:
      "i/n: the runs i, i + n, … alone, counted from 0, into results/<study>.shards/i-of-n.db; see merge",
  },
  shards: {
    type: "number",
    requiresArg: true,
    describe:
      "n: the same, where the engine of an array (Slurm, Kubernetes, …) says in a variable which i this is",
  },
  "checkpoint-every": {
    type: "number",
    requiresArg: true,
    describe:
      "seconds between the states that are kept of a run, or of a reference, to go on from if it is ended from outside; " +
      "0: after every update; default: 10, and more where making a state takes more than 1 % of that",
  },
  on: {
    type: "string",
    requiresArg: true,
    describe:
      "address of a PostgreSQL database, postgres://…: the runs are done by whoever works on its queue; see work",
  },
  set: { type: "string", array: true, nargs: 1, describe: "key=value that overrides the study" },
  replace: {
    type: "boolean",
    describe:
      "delete the study's runs that have another configuration (apart from the seed) than it has now, and do anew " +
      "those that it names; without it they are refused",
  },
  "dry-run": { type: "boolean", describe: "print the plan and what it takes; run and write nothing" },
  json: { type: "boolean", describe: "print the results as JSON" },
  quiet: { type: "boolean", describe: "print errors only" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .options(options)
    .example("$0 run study.yaml --seeds 0..9 --set probe.replicates=1000", "");

export const handler = async (options: ArgumentsCamelCase<RunArguments>): Promise<void> =>
  exitWith(await (await import("../run-study.ts")).runStudy(options));
