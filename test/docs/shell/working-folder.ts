import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { temporaryFolder } from "../../suite/temporary-folder.ts";
import { type MoreOptions, NOT_RUN } from "./exceptions.ts";

/** Where commands are run, and with what. */
export interface Place {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What a reader of the pages has in the folder of the package. */
const HAD = ["dist", "node_modules", "package.json", "experiments", "examples", "docs"];

/** A new working folder, with an empty `results`. @param columns of the terminal */
export const workingFolder = (more: MoreOptions, columns = 80): Place => {
  const folder = temporaryFolder();
  for (const name of HAD) symlinkSync(resolve(name), join(folder, name));
  mkdirSync(join(folder, "results"));
  return { folder, environment: environmentOf(more, columns) };
};

/**
 * The environment of commands: the columns of a terminal, and programs of our own before the others. `npx trueslope` is what is built
 * here, whose `run` gets `more` options behind its own; `npm` says why where it does nothing.
 */
export const environmentOf = (more: MoreOptions, columns = 80): NodeJS.ProcessEnv => {
  const folder = temporaryFolder();
  const program = (name: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines.join("\n")}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program("npx", [
    `[ "$1" = trueslope ] || { echo "npx runs only trueslope here, not $1" >&2; exit 127; }`,
    "shift",
    `if [ "$1" = run ]; then case "$2" in`,
    ...Object.entries(more).map(([path, words]) => `${path}) set -- "$@" ${words.join(" ")} ;;`),
    "esac; fi",
    `exec "${process.execPath}" "${resolve("dist/bundle/main.js")}" "$@"`,
  ]);
  const path = process.env.PATH ?? "";
  program("npm", [
    `case "$*" in`,
    ...Object.entries(NOT_RUN).map(([words, why]) => `"${words}") echo "not run: ${why}"; exit 0 ;;`),
    "esac",
    `PATH="${path}" exec npm "$@"`,
  ]);
  return { ...process.env, PATH: `${folder}${delimiter}${path}`, COLUMNS: String(columns) };
};
