import { Console } from "node:console";

const exit = process.exit.bind(process);

/** Has this process end with an exit code, when all is done. */
export const exitWith = (code: number): void => {
  process.exitCode = code;
};

/** Ends this process at once. */
export const exitNow = (code: number): never => exit(code);

/**
 * Code that a study names is loaded into this process. What it prints goes to stderr, so that stdout has what was
 * asked for alone; and it cannot end the process, but is told so.
 */
export const keepFromModules = (): void => {
  globalThis.console = new Console(process.stderr, process.stderr);
  process.exit = (code?: number | string | null): never => {
    throw new Error(
      `process.exit(${code ?? ""}) was called, which would end trueslope; throw an error instead`,
    );
  };
};

/** Ends this process when all is written, whatever a module has left open. */
export const endProcess = async (): Promise<never> => {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  return exit();
};

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write("", () => resolve()));
