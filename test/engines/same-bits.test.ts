import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/trueslope.ts";
import nodes from "./nodes.json" with { type: "json" };
import type { EngineReport } from "./program.ts";

/** Where `npm run nodes` puts a version. */
const nodeOf = (version: number): string =>
  resolve(
    nodes.folder,
    `node_modules/node${version}`,
    process.platform === "win32" ? "bin/node.exe" : "bin/node",
  );

const program = join(temporaryFolder(), "program.mjs");

beforeAll(async () => {
  const bundle = await rolldown({ input: "test/engines/program.ts", platform: "node" });
  await bundle.write({ file: program, codeSplitting: false });
});

const reports = new Map<string, EngineReport>();
const reportOf = (node: string): EngineReport => {
  const known = reports.get(node) ?? JSON.parse(execFileSync(node, [program], { encoding: "utf8" }));
  reports.set(node, known);
  return known;
};

const missing = nodes.versions.filter((version) => !existsSync(nodeOf(version)));
const skipped = missing.length > 0 && !process.env.CI;
if (skipped)
  console.warn(
    `SKIPPED: the same bits on Node.js ${missing.join(", ")}; "npm run nodes" brings what is missing`,
  );

describe.each(nodes.versions)("Node.js %d", (version) => {
  const test = it.skipIf(skipped && missing.includes(version));

  test("is the version that it is said to be", () => {
    const found = execFileSync(nodeOf(version), ["--version"], { encoding: "utf8" });
    expect(found).toMatch(new RegExp(`^v${version}\\.`));
  });

  test("gives the same bits as this one: functions, powers, every event of every study", () => {
    const { pow, ...here } = reportOf(process.execPath);
    const { pow: other, ...there } = reportOf(nodeOf(version));
    expect(there).toEqual(here);
  });

  test("squares by ** as by a product, and so it does powers of 2", () => {
    expect(reportOf(nodeOf(version)).inexactSquares).toBe(0);
  });
});

it.skipIf(skipped)(
  "the engines are other engines: their own powers differ, which the comparison sees",
  () => {
    expect(reportOf(nodeOf(24)).pow).not.toBe(reportOf(nodeOf(22)).pow);
  },
);
