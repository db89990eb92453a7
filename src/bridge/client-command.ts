import { join } from "node:path";
import { packageFolder } from "../files/package-folder.ts";

/** A Python file that comes with the package. */
export const pythonFile = (name: string): string => join(packageFolder(), "src", "bridge", "python", name);

/** The Python program that answers for a file of functions. */
export const clientPath = (): string => pythonFile("client.py");

/** The first word of a command that is a Python file, and its place; undefined where the command speaks for itself. */
export const scriptOf = (command: readonly string[]): { script: string; place: number } | undefined => {
  const place = command.findIndex((word, i) => i > 0 && word.endsWith(".py"));
  return place < 0 ? undefined : { script: command[place], place };
};

/** The command that is started: a Python file is run by the client. */
export const withClient = (command: readonly string[]): [string, ...string[]] => {
  const found = scriptOf(command);
  const [program, ...words] = found ? command.toSpliced(found.place, 0, clientPath()) : command;
  return [program, ...words];
};
