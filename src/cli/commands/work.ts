import type { ArgumentsCamelCase, Argv } from "yargs";
import { exitWith } from "../process-end.ts";
import type { WorkArguments } from "../work-on-queue.ts";
import { options as ofRun } from "./run.ts";

export const command = "work <queue>";
export const describe = "Do runs of studies that others ask for, by a queue in PostgreSQL (run --on)";

export const options = {
  workers: ofRun.workers,
  "time-limit": ofRun["time-limit"],
  idle: {
    type: "number",
    requiresArg: true,
    describe: "seconds without work after which it ends; default: it goes on until it is stopped",
  },
  "share-after": {
    type: "number",
    requiresArg: true,
    default: 5,
    describe: "seconds of drawing after which a reference is gone on with by all workers",
  },
  quiet: { type: "boolean", describe: "print errors only" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("queue", {
      type: "string",
      demandOption: true,
      describe: "address of the database, postgres://user@host/database",
    })
    .options(options);

export const handler = async (given: ArgumentsCamelCase<WorkArguments>): Promise<void> =>
  exitWith(await (await import("../work-on-queue.ts")).workOnQueue(given));
