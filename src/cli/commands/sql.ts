import type { ArgumentsCamelCase, Argv } from "yargs";
import type { SqlArguments } from "../print-rows.ts";

const FORMATS = ["table", "csv", "json"] as const;

export const command = "sql <db> [query]";
export const describe = "Query a database; knows vec_dot, vec_norm, vec_mean … over gradients";

export const options = {
  file: {
    type: "string",
    requiresArg: true,
    describe: "file of queries, each ended by a semicolon at the end of a line",
  },
  format: { choices: FORMATS, default: "table", describe: "how to print the rows" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .positional("query", { type: "string", requiresArg: true, describe: "one SELECT" })
    .options(options)
    .example(`$0 sql results/quickstart.db "SELECT * FROM learning_curve LIMIT 5"`, "");

export const handler = async (given: ArgumentsCamelCase<SqlArguments>) =>
  (await import("../print-rows.ts")).printRows(given);
