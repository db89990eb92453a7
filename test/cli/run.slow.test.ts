import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { gatedStudy, inTheMiddle } from "./gate.ts";
import { rowsOf, study, valueIn, writeStudy } from "./study.ts";
import { startTrueslope, trueslope } from "./trueslope.ts";

const countOf = (table: string) => `SELECT count(*) FROM ${table}`;

test("a study runs into a database and what it found is printed", () => {
  const folder = temporaryFolder();
  const db = join(folder, "new", "small.db");
  const { code, stdout, stderr } = trueslope("run", writeStudy(folder, study()), "--db", db);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toContain(
    "small on frozen-lake · the same 4 trajectories · θ of actor-critic after 4 updates · 3 seeds",
  );
  expect(stdout).toContain(
    "After 4 updates the seeds do not tell the agents apart (J, 95 % over 3 seeds):\n",
  );
  expect(stdout).toContain(`npx trueslope summary ${db}\n`);
  // 6 runs × probes at 0, 2, 4 × 2 batch sizes × 2 estimators × 20 replicates
  expect(valueIn(db, countOf("estimate"))).toBe(6 * 3 * 2 * 2 * 20);
  expect(valueIn(db, countOf("iteration"))).toBe(6 * (4 + 1)); // the last θ has a row too
  expect(readdirSync(join(folder, "new"))).toEqual(["small.db"]);
});

test("one and two workers write equal rows", () => {
  const folder = temporaryFolder();
  const { agents } = study();
  const critic = { kind: "boosted-trees", loss: "bernoulli", action: "input", trees: 5, folds: 2 }; // draws steps
  const trees = { ...agents[1], name: "trees", estimator: { kind: "actor-critic", lambda: 0.9, critic } };
  const path = writeStudy(folder, study({ agents: [...agents, trees] }));
  for (const workers of ["1", "2"])
    expect(trueslope("run", path, "--quiet", "--workers", workers, "--db", join(folder, workers)).code).toBe(
      0,
    );
  expect(rowsOf(join(folder, "2"))).toEqual(rowsOf(join(folder, "1")));
});

test("another seed gives other rows", () => {
  const folder = temporaryFolder();
  const path = writeStudy(folder, study());
  for (const seed of ["0", "1"])
    trueslope("run", path, "--quiet", "--seeds", seed, "--db", join(folder, seed));
  expect(rowsOf(join(folder, "0")).estimate).not.toEqual(rowsOf(join(folder, "1")).estimate);
});

test("running again does nothing, and running with more seeds does only the new ones", () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  const path = writeStudy(folder, study());
  trueslope("run", path, "--seeds", "0", "--db", db);
  const started = valueIn(db, "SELECT group_concat(started_at) FROM run");
  expect(trueslope("run", path, "--seeds", "0", "--db", db).stderr).toBe(`${db} has all 2 runs already.\n`);
  expect(valueIn(db, "SELECT group_concat(started_at) FROM run")).toBe(started);
  expect(trueslope("run", path, "--db", db).stderr).toBe("2 of 6 runs are done already.\n");
  expect(valueIn(db, "SELECT sum(attempt) FROM run WHERE status = 'done'")).toBe(6);
});

test("after kill -9 in the middle, running again gives the rows of an uninterrupted sweep", async () => {
  const folder = temporaryFolder();
  const { path, open } = gatedStudy(folder);
  const killed = join(folder, "killed.db");
  const { child, ended } = startTrueslope("run", path, "--quiet", "--workers", "2", "--db", killed);
  await inTheMiddle(killed, 2, ended);
  child.kill("SIGKILL");
  expect((await ended).code).toBe(null);
  open();
  expect(trueslope("run", path, "--db", killed).stderr).toBe("2 of 12 runs are done already.\n");
  const whole = join(folder, "whole.db");
  expect(trueslope("run", path, "--quiet", "--db", whole).code).toBe(0);
  expect(rowsOf(killed)).toEqual(rowsOf(whole));
});

test("Ctrl-C stops cleanly: exit code 130, running runs are interrupted, and the same command goes on", async () => {
  const folder = temporaryFolder();
  const { path, open } = gatedStudy(folder);
  const db = join(folder, "stopped.db");
  const { child, ended } = startTrueslope("run", path, "--workers", "1", "--db", db);
  await inTheMiddle(db, 1, ended);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain("Interrupted");
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'interrupted'")).toBe(1);
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'running'")).toBe(0);
  open();
  expect(trueslope("run", path, "--quiet", "--db", db).code).toBe(0);
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(12);
});

test("a database that is deleted while it is written is saved beside its place, with exit code 1", async () => {
  const folder = temporaryFolder();
  const db = join(folder, "deleted.db");
  const { path } = gatedStudy(folder);
  const { ended } = startTrueslope("run", path, "--quiet", "--workers", "2", "--db", db);
  await inTheMiddle(db, 2, ended);
  rmSync(db);
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  const [, copy] = /What was recorded is in (.*)\.\n$/.exec(stderr) ?? [];
  expect(valueIn(copy, "SELECT count(*) FROM run WHERE status = 'done'")).toBeGreaterThan(0);
});

test("a failing run is recorded with its error, the others go on, and the exit code is 1", () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  const { agents } = study();
  const tooFar = { ...agents[0], name: "too-far", optimizer: { kind: "sgd", learningRate: 1e308 } };
  const environment = { kind: "corridor", stepReward: -100 };
  const { code, stderr } = trueslope(
    "run",
    writeStudy(folder, study({ environment, agents: [tooFar, agents[0]] })),
    "--db",
    db,
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^failed: agent too-far, seed 0: .*the truth is not finite at iteration 2/m);
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'failed' AND error LIKE '%not finite%'")).toBe(
    3,
  );
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done' AND agent = 'reinforce'")).toBe(3);
});

test.each([
  [{ loss: "bernoulli" }, 'critic: loss "bernoulli" needs returns in [0, 1]; got -1; "gaussian" takes any'],
  [{ folds: 99 }, "critic: folds must be at most the steps that are fitted to, 8; got 99"],
])("boosted trees say in one line why a batch does not suit them: %o", (options, message) => {
  const folder = temporaryFolder();
  const environment = { kind: "corridor", stepReward: -1 };
  const [agent] = study().agents;
  const critic = { kind: "boosted-trees", ...options };
  const trees = { ...agent, estimator: { kind: "actor-critic", lambda: 1, critic } };
  const path = writeStudy(
    folder,
    study({ environment, objective: { discount: 1, horizon: 1 }, agents: [trees], seeds: 0 }),
  );
  const { code, stderr } = trueslope("run", path, "--quiet", "--db", join(folder, "small.db"));
  expect(stderr).toBe(`failed: agent reinforce, seed 0: ${message}\n`);
  expect(code).toBe(1);
});

test("a dry run prints the plan and writes nothing", () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  const { code, stdout } = trueslope("run", writeStudy(folder, study()), "--dry-run", "--db", db);
  expect(code).toBe(0);
  expect(stdout).toContain(`small: 6 runs into ${db}; nothing was written.`);
  expect(existsSync(db)).toBe(false);
});

test("--json prints the rows of the view estimator_over_seeds", () => {
  const folder = temporaryFolder();
  const { stdout } = trueslope(
    "run",
    writeStudy(folder, study()),
    "--json",
    "--db",
    join(folder, "small.db"),
  );
  const rows = JSON.parse(stdout);
  expect(rows).toHaveLength(2 * 2 * 2);
  expect(rows[0]).toMatchObject({ study: "small", seeds: 3, iteration: 4 });
});

test("without a command, help is printed", () => {
  const { code, stdout, stderr } = trueslope();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("trueslope run <study>");
});

test("a study without a probe runs, and says what was learned", () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  const { probe: _, ...withoutProbe } = study();
  const { code, stdout } = trueslope("run", writeStudy(folder, withoutProbe), "--db", db);
  expect(code).toBe(0);
  const mean = valueIn(db, "SELECT avg(exact_return) FROM agent_final WHERE agent = 'reinforce'");
  const [, said] = /^reinforce +(\S+) +\[\S+, \S+\]$/m.exec(stdout) as RegExpExecArray;
  expect(Number(said) / Number(mean)).toBeCloseTo(1, 2);
});

test("a reader that closes the pipe early is no error, and the run is done all the same", async () => {
  const folder = temporaryFolder();
  const db = join(folder, "small.db");
  const { child, ended } = startTrueslope("run", writeStudy(folder, study()), "--db", db);
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect((await ended).code).toBe(0);
  expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(6);
});
