import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = "docs/audits";

/** Files that begin with what they audit are rows; the others are what rows share. */
const isRow = (name: string): boolean =>
  name.endsWith(".py") && /^"""[^|\n]+ \| .+"""\n/.test(readFileSync(`${folder}/${name}`, "utf8"));

it("every audit of a package has its row in the table", () => {
  const page = readFileSync(`${folder}/README.md`, "utf8");
  const shown = [...page.matchAll(/^\|.*\]\((\w+\.py)\) \|/gm)].map(([, name]) => name);
  expect(shown).toEqual(readdirSync(folder).filter(isRow).sort());
});
