import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();
const app = join(folder, "app");
const modules = join(app, "node_modules");
let tarball = "";
let log = "";

/** Runs a program in the folder where the package is installed. */
const there = (program: string, words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: app,
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80" },
    timeout: PATIENCE,
  });
  return { status, stdout, stderr };
};

// as with `npm install trueslope` in an empty folder, but for its dependencies, which come from here and not from a registry
beforeAll(() => {
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [{ filename }] = JSON.parse(execFileSync("npm", pack, { encoding: "utf8" }));
  tarball = join(folder, filename);
  const list = ["ls", "--omit=dev", "--omit=peer", "--all", "--parseable", "--workspaces=false"];
  const paths = execFileSync("npm", list, { encoding: "utf8" }).trim().split("\n").slice(1);
  mkdirSync(modules, { recursive: true });
  for (const path of paths.map((each) => relative(resolve("node_modules"), each)))
    if (!path.includes("node_modules"))
      cpSync(join("node_modules", path), join(modules, path), { recursive: true });
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }\n');
  const install = ["install", "--offline", "--no-audit", "--no-fund", tarball];
  const installed = there("npm", install);
  log = installed.stdout + installed.stderr;
}, PATIENCE);

test("the package is small, and so is what its installation says", () => {
  expect(statSync(tarball).size).toBeLessThan(2e6);
  expect(log.trim().split("\n").length).toBeLessThan(10);
  expect(readFileSync(join(modules, "trueslope", "package.json"), "utf8")).toContain('"name": "trueslope"');
});

test("the demo runs, ends on the finding, and is there the second time", () => {
  const first = there("npx", ["trueslope", "demo"]);
  expect(first).toMatchObject({ status: 0 });
  const study = join("node_modules", "trueslope", "experiments", "quickstart", "study.yaml");
  const database = join("results", "demo.db");
  expect(first.stderr).toContain(`The study ${study} runs into ${database}.\n`);
  // a sentence, bars, and what to do next
  expect(first.stdout).toMatch(/^\S.*[\s\S]*\n.*█+[\s\S]*\n.* npx trueslope summary results/);
  expect(existsSync(join(app, database))).toBe(true);
  const [, runs] = /has all (\d+) runs already/.exec(there("npx", ["trueslope", "demo"]).stderr) ?? [];
  expect(Number(runs)).toBeGreaterThan(1);
  expect(there("npx", ["trueslope", "demo"]).stdout).toBe(first.stdout);
});

test("a program in TypeScript compiles against all declarations, few as they are, and runs", () => {
  copyFileSync("test/package/program.ts", join(app, "program.ts"));
  const compilerOptions = {
    ...{ target: "es2023", lib: ["es2023"], module: "nodenext", types: [] },
    ...{ strict: true, skipLibCheck: false },
  };
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  const compiled = there(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "--listFiles"]);
  expect(compiled).toMatchObject({ status: 0, stderr: "" });
  const read = compiled.stdout.trim().split("\n");
  const declarations = (name: string) =>
    read.filter((path) => path.includes(`/node_modules/${name}/`)).length;
  expect(declarations("trueslope")).toBeGreaterThan(50);
  expect(declarations("trueslope")).toBeLessThan(200);
  expect(declarations("@mujoco/mujoco")).toBe(0); // need not be there
  expect(read.length).toBeLessThan(800);
  const { status, stdout } = there(process.execPath, ["program.js"]);
  expect(status).toBe(0);
  const [steps, cosine] = stdout.split(" ").map(Number);
  expect(steps).toBeGreaterThanOrEqual(3 * 4); // the corridor has five cells
  expect(cosine).toBeGreaterThan(0.99); // of 1000 trajectories
  expect(cosine).toBeLessThan(1);
});

test("a task of MuJoCo says which package it needs, where that is not there", () => {
  const study = {
    name: "hopper",
    environment: { kind: "mujoco", task: "Hopper-v5" },
    objective: { discount: 0.99, horizon: 10 },
    policy: { kind: "linear-gaussian", deviation: 0.1 },
    agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 1, iterations: 1 }],
    seeds: [0],
  };
  writeFileSync(join(app, "hopper.yaml"), JSON.stringify(study));
  const { status, stderr } = there("npx", ["trueslope", "run", "hopper.yaml"]);
  expect(stderr).toBe(
    "hopper.yaml:1: environment: MuJoCo tasks need the package @mujoco/mujoco: npm install @mujoco/mujoco\n",
  );
  expect(status).toBe(2);
});
