import { vi } from "vitest";
import yargs, { type Argv, type CommandModule } from "yargs";
import * as compare from "../../src/cli/commands/compare.ts";
import * as list from "../../src/cli/commands/list.ts";
import * as migrate from "../../src/cli/commands/migrate.ts";
import * as report from "../../src/cli/commands/report.ts";
import * as schema from "../../src/cli/commands/schema.ts";
import * as sql from "../../src/cli/commands/sql.ts";
import * as summary from "../../src/cli/commands/summary.ts";
import * as validate from "../../src/cli/commands/validate.ts";
import { exitCodeOf, report as reportError } from "../../src/cli/exit.ts";
import { explainUsage } from "../../src/cli/usage.ts";

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A file of src/cli. */
interface Command {
  readonly command: string;
  readonly describe: string;
  readonly options: object;
  readonly builder: (parser: Argv) => unknown;
  readonly handler: (given: never) => Promise<void>;
}

/** Runs one command in this process, as `main.ts` does. */
export const runCommand = async (command: Command, ...words: string[]): Promise<Result> => {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += text;
      return true;
    }),
  );
  let code = 0;
  try {
    const line = [command.command.split(" ")[0], ...words];
    await yargs(line)
      .command(command as unknown as CommandModule)
      .demandCommand(1)
      .strict()
      .locale("en")
      .exitProcess(false)
      .fail((message, error) => {
        throw explainUsage(message, error, [command], line);
      })
      .parseAsync();
  } catch (error) {
    reportError(error);
    code = exitCodeOf(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...written };
};

const commands = { compare, list, migrate, report, schema, sql, summary, validate };

/** Runs `trueslope …` in this process: for tests of what a command says, not of the program that holds them. */
export const trueslopeHere = (name: keyof typeof commands, ...words: string[]): Promise<Result> =>
  runCommand(commands[name] as unknown as Command, ...words);
