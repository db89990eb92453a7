import type { ArgumentsCamelCase, Argv } from "yargs";
import { exitWith } from "../process-end.ts";
import type { UiArguments } from "../serve-ui.ts";

export const command = "ui [db]";
export const describe = "Show runs, figures and queries of a database, live, on a page of this machine";

export const options = {
  port: {
    type: "number",
    requiresArg: true,
    describe: "default: 4100, or the next one that is free; 0: any",
  },
  host: {
    type: "string",
    requiresArg: true,
    default: "127.0.0.1",
    describe: "loopback address to listen at",
  },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", describe: "database file; default: the newest of results/*.db" })
    .options(options)
    .example("$0 ui results/quickstart.db", "");

export const handler = async (given: ArgumentsCamelCase<UiArguments>): Promise<void> =>
  exitWith(await (await import("../serve-ui.ts")).serveUi(given));
