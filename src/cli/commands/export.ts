import type { ArgumentsCamelCase, Argv } from "yargs";
import type { Format } from "../../export/index.ts";
import { print, warn } from "../print.ts";

const FORMATS = ["parquet", "csv", "jsonl", "tensorboard"] as const satisfies readonly Format[];

export const command = "export <db> [tables..]";
export const describe = "Write tables and views as files for other tools";

export const options = {
  format: { choices: FORMATS, demandOption: true, describe: "kind of files; tensorboard has one per run" },
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
    .example("$0 export results/quickstart.db estimator_summary --format csv -o summary.csv", "");

interface ExportArguments {
  db: string;
  tables?: string[];
  format: Format;
  output: string;
  force?: boolean;
}

export const handler = async (given: ArgumentsCamelCase<ExportArguments>) => {
  const { exportDatabase } = await import("../../export/export.ts");
  const { mixturesIn } = await import("../mixtures-in.ts");
  const { db, tables: names = [], format, output, force = false } = given;
  for (const line of mixturesIn(db)) warn(`${line}\n`);
  const files = exportDatabase(db, { format, output, names, force });
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
