import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PAGE, SECTIONS } from "../../src/audit/sections.ts";
import { anchorsOf } from "../docs/links.ts";

const FIRST = "## What a finding means\n";

/** Sections that explain findings: anchor and lines of text. */
const sectionsOf = (page: string): Map<string, string[]> => {
  const part = page.slice(page.indexOf(FIRST) + FIRST.length).split(/^## /m)[0];
  return new Map(
    part
      .split(/^(?=### )/m)
      .slice(1)
      .map((section) => {
        const [heading, ...lines] = section.trim().split("\n");
        const [anchor] = anchorsOf(heading);
        return [anchor, lines.filter((line) => line !== "")];
      }),
  );
};

it("every choice and every fault has a section of the page that explains it, and each section is of one", () => {
  const page = readFileSync(PAGE, "utf8");
  const sections = sectionsOf(page);
  expect([...sections.keys()].sort()).toEqual([...SECTIONS].sort());
  for (const anchor of SECTIONS) expect(anchorsOf(page)).toContain(anchor);
  for (const lines of sections.values()) {
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(5);
  }
});

it("would miss a section that is renamed", () => {
  const page = readFileSync(PAGE, "utf8").replace("### Dropped discount", "### Discount that is dropped");
  expect(sectionsOf(page).has("dropped-discount")).toBe(false);
  expect(sectionsOf(page).has("discount-that-is-dropped")).toBe(true);
});
