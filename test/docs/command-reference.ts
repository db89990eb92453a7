import { execFileSync } from "node:child_process";
import { PATIENCE } from "../patience.ts";

const help = (...args: string[]): string =>
  execFileSync(process.execPath, ["dist/bundle/main.js", ...args, "--help"], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "100" },
    timeout: PATIENCE,
  }).trimEnd();

/** The reference of the command line: what every command says of itself. */
export const commandReference = (): string => {
  const overview = help();
  const commands = [...overview.matchAll(/^ {2}trueslope (\w+)/gm)].map(([, name]) => name);
  const sections = commands
    .filter((name) => name !== "completion")
    .flatMap((name) => ["", `## ${name}`, "", "```text", help(name), "```"]);
  return `${[
    "# Commands",
    "",
    "What `trueslope --help` and each command's `--help` print; `DOCS=write npx vitest run test/docs` writes it anew.",
    "",
    "```text",
    overview,
    "```",
    ...sections,
  ].join("\n")}\n`;
};
