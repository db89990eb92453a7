import type { Argv, ArgumentsCamelCase } from "yargs";

export const command = "run <study>";
export const describe = "Run a study; only what is missing in its database is done";

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .option("db", { type: "string", describe: "database to write; default results/<folder of the study>.db" })
    .option("seeds", { type: "string", describe: "seeds in place of the study's, such as 0..9" })
    .option("workers", { type: "number", describe: "worker threads; default: one per processor" })
    .option("set", { type: "string", array: true, nargs: 1, describe: "key=value that overrides the study" })
    .option("dry-run", { type: "boolean", describe: "print the plan; run and write nothing" })
    .option("json", { type: "boolean", describe: "print the results as JSON" })
    .option("quiet", { type: "boolean", describe: "print errors only" })
    .example("$0 run study.yaml --seeds 0..9 --set probe.replicates=1000", "");

export interface RunArguments {
  study: string;
  db?: string | undefined;
  seeds?: string | undefined;
  workers?: number | undefined;
  set?: string[] | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

export const handler = async (options: ArgumentsCamelCase<RunArguments>): Promise<void> =>
  (await import("./run-study.ts")).runStudy(options);
