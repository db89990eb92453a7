import { readdirSync, readFileSync } from "node:fs";
import { variables } from "./drawing/palette.ts";

const colors = (appearance: "light" | "dark"): string =>
  [...variables(appearance)].map(([name, color]) => `--${name}:${color}`).join(";");

/** All files of a folder beside this one: their names and what they hold. */
const filesIn = (folder: string, end: string): (readonly [name: string, text: string])[] => {
  const url = new URL(`./${folder}/`, import.meta.url);
  const names = readdirSync(url).filter((name) => name.endsWith(end));
  return names.sort().map((name) => [name, readFileSync(new URL(name, url), "utf8").trim()]);
};

/** The style sheet of a report: light or dark as the reader's system is, from a phone's width up, and on paper. */
export const styleSheet = (): string => `
:root{color-scheme:light dark;${colors("light")}}
@media (prefers-color-scheme:dark){:root{${colors("dark")}}}
@media print{:root{color-scheme:light;${colors("light")}}}
${filesIn("appearance", ".css")
  .map(([, text]) => text)
  .join("\n")}`;

/**
 * Isolates series, tells values, enlarges drawings and zooms into them, sorts tables and copies: what a reader can do with
 * a report. Files whose names begin with the same word share a scope, in place of what they import from each other.
 */
export const script = (): string => {
  const scopes = new Map<string, string[]>();
  for (const [name, text] of filesIn("interaction", ".js")) {
    const [scope] = name.split(/[-.]/);
    const own = text.replace(/^import [^;]*;\n/gm, "").replace(/^export /gm, "");
    scopes.set(scope, [...(scopes.get(scope) ?? []), own]);
  }
  return [...scopes.values()].map((texts) => `{\n${texts.join("\n")}\n}`).join("\n");
};
