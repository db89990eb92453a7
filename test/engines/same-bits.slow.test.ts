import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, it } from "vitest";
import { needs, nodeOf } from "../suite/needs.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import nodes from "./nodes.json" with { type: "json" };
import type { EngineReport } from "./program.ts";

const program = join(temporaryFolder(), "program.mjs");

beforeAll(async () => {
  const bundle = await rolldown({
    input: "test/engines/program.ts",
    platform: "node",
    external: ["@mujoco/mujoco"],
  });
  await bundle.write({ file: program, codeSplitting: false });
});

const reports = new Map<string, EngineReport>();
const reportOf = (node: string): EngineReport => {
  const known = reports.get(node) ?? JSON.parse(execFileSync(node, [program], { encoding: "utf8" }));
  reports.set(node, known);
  return known;
};

const { met } = needs.nodes();

describe.each(nodes.versions)("Node.js %d", (version) => {
  const test = it.skipIf(!met);

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

it.skipIf(!met)("the engines are other engines: their own powers differ, which the comparison sees", () => {
  expect(reportOf(nodeOf(24)).pow).not.toBe(reportOf(nodeOf(22)).pow);
});
