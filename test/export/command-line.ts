import { vi } from "vitest";
import yargs, { type Argv, type CommandModule } from "yargs";
import { exitCodeOf, explainUsage, report } from "../../src/cli/exit.ts";

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
    await yargs([command.command.split(" ")[0], ...words])
      .command(command as unknown as CommandModule)
      .demandCommand(1)
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw explainUsage(message, error, Object.keys(command.options));
      })
      .parseAsync();
  } catch (error) {
    report(error);
    code = exitCodeOf(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...written };
};
