import type { ArgumentsCamelCase, Argv } from "yargs";
import { exitWith } from "../process-end.ts";
import type { RunArguments } from "../run-study.ts";
import { options as runOptions } from "./run.ts";

export const command = "judge <study> <gradients>";
export const describe = "Run a study with gradients that were computed elsewhere, as one more estimator";

const { seeds, set, workers, replace, json, quiet } = runOptions;
export const options = {
  db: {
    type: "string",
    requiresArg: true,
    describe: "database to write; default results/<file, or folder, of the study>-judged.db",
  },
  ...{ seeds, set, workers, replace, json, quiet },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .positional("gradients", {
      type: "string",
      demandOption: true,
      describe: "safetensors file of gradients of the batches that the command batches wrote",
    })
    .options(options);

export const handler = async (
  given: ArgumentsCamelCase<RunArguments & { gradients: string }>,
): Promise<void> => exitWith(await (await import("../judge-gradients.ts")).judgeGradients(given));
