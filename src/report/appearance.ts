import { readdirSync, readFileSync } from "node:fs";
import { variables } from "./drawing/palette.ts";

const colors = (appearance: "light" | "dark"): string =>
  [...variables(appearance)].map(([name, color]) => `--${name}:${color}`).join(";");

/** All files of a folder beside this one, by name. */
const filesIn = (folder: string, end: string): string[] => {
  const url = new URL(`./${folder}/`, import.meta.url);
  const names = readdirSync(url).filter((name) => name.endsWith(end));
  return names.sort().map((name) => readFileSync(new URL(name, url), "utf8").trim());
};

/** The style sheet of a report: light or dark as the reader's system is, from a phone's width up, and on paper. */
export const styleSheet = (): string => `
:root{color-scheme:light dark;${colors("light")}}
@media (prefers-color-scheme:dark){:root{${colors("dark")}}}
@media print{:root{color-scheme:light;${colors("light")}}}
${filesIn("appearance", ".css").join("\n")}`;

/** Isolates series, tells values, enlarges drawings, sorts tables and copies: what a reader can do with a report. */
export const script = (): string =>
  filesIn("interaction", ".js")
    .map((code) => `{\n${code}\n}`)
    .join("\n");
