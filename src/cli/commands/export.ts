import type { ArgumentsCamelCase, Argv } from "yargs";
import { UsageError } from "../../errors/usage-error.ts";
import type { Format } from "../../export/index.ts";
import { print, warn } from "../print.ts";

const FORMATS = ["parquet", "csv", "jsonl", "tensorboard"] as const satisfies readonly Format[];

export const command = "export <db> [tables..]";
export const describe = "Write tables and views, or a policy, as files for other tools";

export const options = {
  format: { choices: FORMATS, describe: "kind of files; tensorboard has one per run" },
  policy: {
    type: "boolean",
    describe:
      "in place of tables, the policy of a finished run: θ, values and normalizer for PyTorch, as safetensors and JSON",
  },
  run: {
    type: "number",
    requiresArg: true,
    describe: "of --policy: number of the run; default: the only one",
  },
  output: {
    alias: "o",
    type: "string",
    requiresArg: true,
    demandOption: true,
    describe: "folder to write to; with one table, a name with an extension is a file",
  },
  force: { type: "boolean", describe: "replace files that exist" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .positional("tables", { type: "string", array: true, describe: "tables and views; default: all" })
    .options(options)
    .example("$0 export results/quickstart.db --format parquet -o exports", "")
    .example("$0 export results/quickstart.db estimator_summary --format csv -o summary.csv", "")
    .example("$0 export results/quickstart.db --policy --run 1 -o exports/policy.safetensors", "");

interface ExportArguments {
  db: string;
  tables?: string[];
  format?: Format;
  policy?: boolean;
  run?: number;
  output: string;
  force?: boolean;
}

export const handler = async (given: ArgumentsCamelCase<ExportArguments>) => {
  const { policy = false, format, run } = given;
  if (policy) return exportOne(given);
  if (run !== undefined) throw new UsageError("--run is of --policy; tables are of all runs");
  if (format === undefined) throw new UsageError("--format is missing; see trueslope export --help");
  return exportTables({ ...given, format });
};

const exportOne = async ({ db, tables = [], format, run, output, force = false }: ExportArguments) => {
  if (format !== undefined || tables.length > 0)
    throw new UsageError("--policy is in place of tables and their --format; leave one of the two out");
  const { exportPolicy } = await import("../../export/policy/export-policy.ts");
  const { tensors, description, count } = await exportPolicy(db, { output, run, force });
  print(
    `${tensors}: ${count} numbers\n${description}: what they are\nRead with, say:\n  python3 -c "from safetensors.torch import load_file; print(load_file('${tensors}').keys())"\n`,
  );
};

const exportTables = async (given: ExportArguments & { format: Format }) => {
  const { exportDatabase } = await import("../../export/export.ts");
  const { mixturesIn } = await import("../mixtures-in.ts");
  const { unkeptIn } = await import("../unkept-in.ts");
  const { db, tables: names = [], format, output, force = false } = given;
  for (const line of mixturesIn(db)) warn(`${line}\n`);
  const files = exportDatabase(db, { format, output, names, force });
  if (format !== "tensorboard" && (names.length === 0 || names.includes("estimate")))
    for (const line of unkeptIn(db)) warn(`${line}\n`);
  const total = files.reduce((sum, { count }) => sum + count, 0);
  const [lines, next] =
    format === "tensorboard"
      ? [[`${files.length} event files in ${output}: ${total} points`], `tensorboard --logdir ${output}`]
      : [
          files.map(({ path, count }) => `${path}: ${count} ${count === 1 ? "row" : "rows"}`),
          `duckdb -c "SELECT * FROM '${files.at(-1)?.path}' LIMIT 5"`,
        ];
  print(`${lines.join("\n")}\nRead with, say:\n  ${next}\n`);
};
