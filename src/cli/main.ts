#!/usr/bin/env node
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { UsageError } from "../errors/usage-error.ts";
import { explainDamage } from "../store/verify/explain-damage.ts";
import { version } from "../store/version.ts";
import * as audit from "./commands/audit.ts";
import * as batches from "./commands/batches.ts";
import * as check from "./commands/check.ts";
import * as compare from "./commands/compare.ts";
import * as demo from "./commands/demo.ts";
import * as exportCommand from "./commands/export.ts";
import * as judge from "./commands/judge.ts";
import * as list from "./commands/list.ts";
import * as merge from "./commands/merge.ts";
import * as migrate from "./commands/migrate.ts";
import * as reportCommand from "./commands/report.ts";
import * as rollout from "./commands/rollout.ts";
import * as run from "./commands/run.ts";
import * as schema from "./commands/schema.ts";
import * as sql from "./commands/sql.ts";
import * as submit from "./commands/submit.ts";
import * as summary from "./commands/summary.ts";
import * as ui from "./commands/ui.ts";
import * as validate from "./commands/validate.ts";
import * as work from "./commands/work.ts";
import { exitCodeOf, report } from "./exit.ts";
import { print, warn } from "./print.ts";
import { endProcess, keepFromModules } from "./process-end.ts";
import { explainUsage } from "./usage.ts";

const commands = [
  demo,
  run,
  summary,
  compare,
  reportCommand,
  ui,
  sql,
  exportCommand,
  rollout,
  merge,
  submit,
  work,
  migrate,
  check,
  audit,
  batches,
  judge,
  validate,
  list,
  schema,
];
/** Words that may be given more than once. */
const repeated = new Set(["_", "--", "set", "tables", "databases"]);
const words = hideBin(process.argv);

const cli = yargs(words)
  .scriptName("trueslope")
  .usage("$0 <command>\n\nMeasures how true a policy gradient is.")
  .command(commands as never)
  .demandCommand(1, "expected a command; see trueslope --help")
  .strict()
  .locale("en") // its messages are read by explainUsage
  .completion("completion", "Print a completion script for the shell")
  .version(version())
  .alias("help", "h")
  .wrap(Math.min(100, process.stdout.columns ?? 100))
  .epilogue("Exit codes: 0 fine, 1 a run failed, 2 usage or configuration, 130 interrupted.")
  .exitProcess(false)
  .parserConfiguration({ "boolean-negation": false, "populate--": true })
  .middleware(keepFromModules)
  .check((given) => {
    for (const [option, value] of Object.entries(given)) {
      if (Array.isArray(value) && !repeated.has(option))
        throw new UsageError(`--${option} is given more than once`);
      if (Number.isNaN(value)) throw new UsageError(`--${option} must be a number`);
    }
    return true;
  })
  .fail((message, error) => {
    throw explainUsage(message, error, commands, words);
  });

// EPIPE is not an error; a full disk is; neither stops a run
process.stderr.on("error", () => {});
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") return;
  warn(`the output cannot be written: ${message}\n`);
  process.exitCode = 1;
});

try {
  if (words.length === 0) cli.showHelp((text) => print(`${text}\n`));
  else await cli.parseAsync();
} catch (thrown) {
  const error = await explainDamage(thrown, process.argv.slice(2));
  report(error);
  process.exitCode = exitCodeOf(error);
}
await endProcess();
