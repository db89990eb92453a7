import type { ArgumentsCamelCase, Argv } from "yargs";
import type { BatchesArguments } from "../write-batches.ts";

export const command = "batches <study>";
export const describe = "Write the batches of a study's probes, for gradients to be computed elsewhere";

export const options = {
  output: {
    alias: "o",
    type: "string",
    requiresArg: true,
    demandOption: true,
    describe: "safetensors file to write",
  },
  name: {
    type: "string",
    requiresArg: true,
    default: "elsewhere",
    describe: "name of the estimator that the gradients will be of",
  },
  critic: {
    type: "string",
    requiresArg: true,
    describe: "whose values go along: a kind, such as exact, a mapping { kind: … } as in a study, or agent",
  },
  seeds: { type: "string", requiresArg: true, describe: "seeds in place of the study's, such as 0..9" },
  set: { type: "string", array: true, nargs: 1, describe: "key=value that overrides the study" },
  force: { type: "boolean", describe: "replace a file that exists" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .options(options)
    .example("$0 batches experiments/quickstart/study.yaml --seeds 0 -o batches.safetensors", "");

export const handler = async (given: ArgumentsCamelCase<BatchesArguments>): Promise<void> =>
  (await import("../write-batches.ts")).writeBatches(given);
