import { describe, expect, it } from "vitest";
import { folderCircles } from "./folder-circles.ts";
import { readSources, violations } from "./imports.ts";

const sources = readSources("src", "envs");

describe("the sources", () => {
  it("are there to be looked at", () => {
    for (const path of [
      "src/run/run.ts",
      "src/random.ts",
      "src/estimators/index.ts",
      "envs/contract/environment.ts",
    ])
      expect(sources.has(path)).toBe(true);
    expect(
      violations(new Map([["src/a.ts", 'import {\n  type B,\n  c,\n} from "./missing.ts";']])),
    ).toHaveLength(1);
  });

  it("keep the rules of the architecture", () => {
    expect(violations(sources)).toEqual([]);
  });

  it("have no circles of folders", () => {
    expect(folderCircles(sources)).toEqual([]);
  });
});

describe("the rules find", () => {
  const clean = {
    "envs/contract/environment.ts": "export interface A {}",
    "src/random.ts": "",
    "src/run/run.ts": 'import { of } from "rxjs";',
  };
  const found = (planted: Record<string, string>) =>
    violations(new Map(Object.entries({ ...clean, ...planted })));

  it("nothing where there is nothing", () => {
    expect(found({})).toEqual([]);
    expect(
      found({
        "envs/a.ts":
          'import { z } from "zod";\nimport type { A } from "./contract/environment.ts";\nimport "../src/random.ts";\nimport "./b.ts";',
        "envs/b.ts": "const f = (process: { features: number }) => process.features;",
        "src/cli/main.ts": 'import yargs from "yargs";\nprocess.exitCode = 1;',
        "src/store/open.ts": 'import Database from "better-sqlite3";',
        "src/sweep/pool.ts": 'import { map } from "rxjs/operators";',
        "src/sweep/task.ts": 'import { version as nodeVersion, pid } from "node:process";',
        "src/truth/a.ts": '// import { of } from "rxjs"; process.exit()\n/* Date.now */',
      }),
    ).toEqual([]);
  });

  it.each([
    ["an environment that looks into the house", "envs/a.ts", 'import type { B } from "../src/run/run.ts";'],
    ["an environment that does I/O", "envs/a.ts", 'import { readFileSync } from "node:fs";'],
    ["rxjs in an estimator", "src/estimators/a.ts", 'import { map } from "rxjs";'],
    ["a database in a truth", "src/truth/a.ts", 'import type D from "better-sqlite3";'],
    ["a file read in a critic", "src/critics/a.ts", 'import fs from "fs";'],
    ["rxjs in a transform", "src/transforms/a.ts", 'import { map } from "rxjs";'],
    ["a stream in a baseline", "src/baselines/a.ts", 'import { map } from "rxjs";'],
    ["a clock in an optimizer", "src/optimizers/a.ts", "const now = performance.now();"],
    ["unowned randomness in a policy", "src/policies/a.ts", "const u = Math.random();"],
    ["rxjs in the configuration", "src/config/a.ts", 'export * from "rxjs";'],
    [
      "better-sqlite3 in a report",
      "src/report/a.ts",
      'const { default: D } = await import("better-sqlite3");',
    ],
    ["yargs in the store", "src/store/a.ts", 'import { hideBin } from "yargs/helpers";'],
    ["process in a sweep", "src/sweep/a.ts", "if (process.env.CI) throw 1;"],
    [
      "more of process than its facts",
      "src/sweep/a.ts",
      'import { argv, pid } from "node:process";\nimport { version } from "node:process";',
    ],
    ["process by import", "src/sweep/a.ts", 'import { exit } from "node:process";'],
    ["a file that is not there", "src/a.ts", 'import { b } from "./b.ts";'],
    ["a file that imports itself", "src/a.ts", 'import { b } from "./a.ts";'],
    ["a folder with a vague name", "src/utils/a.ts", ""],
    ["a vague folder inside another", "src/store/helpers/a.ts", ""],
    ["a multi-line import", "src/truth/a.ts", 'import {\n  of,\n  type Observable as O,\n} from "rxjs";'],
  ])("%s", (_, path, source) => {
    const all = found({ [path]: source });
    expect(all.length).toBeGreaterThan(0);
    expect(all.every((line) => line.includes(path))).toBe(true);
  });

  it("circles of values and of types", () => {
    const circle = {
      "src/a.ts": 'import { b } from "./b/c.ts";',
      "src/b/c.ts": 'import type { A } from "../d.ts";',
      "src/d.ts": 'export { a } from "./a.ts";',
    };
    expect(found(circle)).toEqual(["circle: src/a.ts → src/b/c.ts → src/d.ts → src/a.ts"]);
    expect(found({ ...circle, "src/d.ts": "" })).toEqual([]);
  });
});

describe("circles of folders", () => {
  const tree = {
    "envs/a.ts": 'import "../src/random.ts";',
    "src/random.ts": "",
    "src/index.ts": 'export * from "./b/one.ts";\nexport * from "../envs/a.ts";',
    "src/b/one.ts": 'import type { A } from "../../envs/a.ts";\nimport { c } from "../c/deep/one.ts";',
    "src/c/deep/one.ts": 'import { z } from "zod";\nimport "../two.ts";',
    "src/c/two.ts": 'import "../random.ts";',
    "src/d/one.ts": 'import "../b/one.ts";',
  };
  const found = (planted: Record<string, string>) =>
    folderCircles(new Map(Object.entries({ ...tree, ...planted })));

  it("are none where folders import one way, and files of one folder each other", () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    ["two folders, by files that are in no circle", "src/c/three.ts", "../b/two.ts", "src/b ↔ src/c"],
    ["a type", "src/c/three.ts", "../d/one.ts", "src/b ↔ src/c ↔ src/d"],
    ["a folder deep inside another", "src/c/deep/two.ts", "../../d/one.ts", "src/b ↔ src/c ↔ src/d"],
    ["the environments", "envs/b.ts", "../src/d/one.ts", "envs ↔ src/b ↔ src/d"],
  ])("are found: %s", (_, path, target, circle) => {
    const planted = { [path]: `import type { X } from "${target}";`, "src/b/two.ts": "" };
    expect(found({ ...planted, "src/b/one.ts": tree["src/b/one.ts"] })).toEqual([circle]);
  });

  it("are found each, where there are two", () => {
    const two = {
      "src/c/three.ts": 'import "../b/two.ts";',
      "src/b/two.ts": "",
      "src/e/one.ts": 'import "../f/one.ts";',
      "src/f/one.ts": 'const later = () => import("../e/one.ts");',
    };
    expect(found(two)).toEqual(["src/b ↔ src/c", "src/e ↔ src/f"]);
  });
});
