import type { ArgumentsCamelCase, Argv } from "yargs";
import type { MergedInput } from "../../store/merge/merge.ts";
import { print, warn } from "../print.ts";
import { shellWord } from "../shell-word.ts";

export const command = "merge <databases..>";
export const describe = "Put the runs of several databases into a new one";

export const options = {
  output: {
    alias: "o",
    type: "string",
    requiresArg: true,
    demandOption: true,
    describe: "database to write",
  },
  partial: {
    type: "boolean",
    describe:
      "merge although shards or runs are missing or not done; without it they are listed, and nothing is written",
  },
  force: { type: "boolean", describe: "replace a database that exists" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("databases", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "database files, two or more, or a folder of shards, which are added to what the output has",
    })
    .options(options)
    .example("$0 merge results/a.db results/b.db -o results/all.db", "")
    .example("$0 merge results/study.shards -o results/study.db", "");

interface MergeArguments {
  databases: string[];
  output: string;
  partial?: boolean;
  force?: boolean;
}

export const handler = async (given: ArgumentsCamelCase<MergeArguments>) => {
  const { mergeDatabases } = await import("../../store/merge/merge.ts");
  const { version } = await import("../../store/version.ts");
  const { databases, output, partial = false, force = false } = given;
  const options = { packageVersion: version(), partial, force };
  const { inputs, warnings } = mergeDatabases(databases, output, options);
  for (const warning of warnings) warn(`${warning}\n`);
  const total = inputs.reduce((sum, { kept }) => sum + kept, 0);
  print(
    `${output}: ${total} runs\n${inputs.map(line).join("")}  npx trueslope summary ${shellWord(output)}\n`,
  );
};

const line = ({ path, runs, kept }: MergedInput): string =>
  `  ${kept} from ${path}${kept < runs ? ` (${runs - kept} more of it came from another)` : ""}\n`;
