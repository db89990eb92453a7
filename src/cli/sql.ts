import type { ArgumentsCamelCase, Argv } from "yargs";

const FORMATS = ["table", "csv", "json"] as const;

export const command = "sql <db> <query>";
export const describe = "Query a database; knows vec_dot, vec_norm, vec_mean … over gradients";

export const options = {
  format: { choices: FORMATS, default: "table", describe: "how to print the rows" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .positional("query", { type: "string", demandOption: true, describe: "one SELECT" })
    .options(options)
    .example(`$0 sql results/quickstart.db "SELECT * FROM learning_curve LIMIT 5"`, "");

export interface SqlArguments {
  db: string;
  query: string;
  format: (typeof FORMATS)[number];
}

export const handler = async ({ db, query, format }: ArgumentsCamelCase<SqlArguments>) => {
  const { openReader } = await import("../store/open.ts");
  const { queryRows } = await import("../store/query.ts");
  const { formatRows } = await import("../report/rows.ts");
  const reader = openReader(db);
  try {
    process.stdout.write(formatRows(queryRows(reader, query), format));
  } finally {
    reader.close();
  }
};
