import type { ArgumentsCamelCase, Argv } from "yargs";
import { print } from "../print.ts";
import { shellWord } from "../shell-word.ts";

export const command = "migrate <db>";
export const describe = "Bring a database that an earlier version wrote up to this one, in place";

export const options = {} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .example("$0 migrate results/quickstart.db", "");

export const handler = async ({ db }: ArgumentsCamelCase<{ db: string }>) => {
  const { migrateDatabase } = await import("../../store/migrate/migrate.ts");
  const { version } = await import("../../store/version.ts");
  const { from, to } = migrateDatabase(db, version());
  print(
    from === to
      ? `${db} has schema version ${to} already; there is nothing to do.\n`
      : `${db}: schema version ${from} is now ${to}; what ${from} did not know is NULL.\n  npx trueslope summary ${shellWord(db)}\n`,
  );
};
