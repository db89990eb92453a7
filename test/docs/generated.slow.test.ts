import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandReference } from "./command-reference.ts";
import { configReference } from "./config-reference.ts";
import { databaseDictionary } from "./database-dictionary.ts";
import { figureReference } from "./figure-reference.ts";

/** Pages that are made from the source; DOCS=write writes them. */
const pages: Readonly<Record<string, () => string>> = {
  "docs/configuration.md": configReference,
  "docs/database.md": databaseDictionary,
  "docs/commands.md": commandReference,
  "docs/figures.md": figureReference,
};

describe.each(Object.entries(pages))("%s", (path, make) => {
  it("is current", () => {
    const page = make();
    if (process.env.DOCS === "write") writeFileSync(path, page);
    expect(existsSync(path) && readFileSync(path, "utf8"), "DOCS=write npx vitest run test/docs").toBe(page);
  });
});
