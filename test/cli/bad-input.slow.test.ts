import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, valueIn, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const good = writeStudy(folder, study({ seeds: [0] }));

test("a missing study is one clear message and exit code 2", () => {
  const { code, stderr, stdout } = trueslope("run", join(folder, "none.yaml"));
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toBe(`${join(folder, "none.yaml")}: no such file\n`);
});

test("a study with faults creates nothing and names each of them with its line", () => {
  const bad = writeStudy(folder, study({ objective: { discount: 1.5, horizon: 0 } }), "bad.yaml");
  const db = join(folder, "bad.db");
  const { code, stderr } = trueslope("run", bad, "--db", db);
  expect(code).toBe(2);
  expect(stderr.split("\n").filter((line) => line.startsWith(`${bad}:`))).toHaveLength(2);
  expect(stderr).toMatch(/objective\.discount/);
  expect(stderr).toMatch(/objective\.horizon/);
  expect(existsSync(db)).toBe(false);
});

test("a misspelled option names the nearest one", () => {
  const { code, stderr } = trueslope("run", good, "--seed", "1");
  expect(code).toBe(2);
  expect(stderr).toContain("did you mean --seeds?");
});

test("a misspelled command names the nearest one", () => {
  const { code, stderr } = trueslope("sumary", "x.db");
  expect(code).toBe(2);
  expect(stderr).toBe("unknown command: sumary; did you mean summary?\n");
});

test("a file that is not a database is refused and left alone", () => {
  const path = join(folder, "text.db");
  writeFileSync(path, "hello, I am no database at all\n".repeat(100));
  for (const args of [
    ["run", good, "--db", path],
    ["summary", path],
    ["sql", path, "SELECT 1"],
  ]) {
    const { code, stderr } = trueslope(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(path);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  }
});

test("a folder that cannot be written is refused", () => {
  const db = join(good, "x.db"); // a file is no folder
  const { code, stderr } = trueslope("run", good, "--db", db);
  expect(code).toBe(2);
  expect(stderr).toContain(`${db} cannot be created`);
});

test("what is no file, or cannot be one, is refused and never waited for", () => {
  const { stderr, ...result } = trueslope("run", good, "--db", ":memory:");
  expect(result).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('":memory:" names no file');
  if (!existsSync("/proc/self")) return;
  const place = "/proc/nothing/y.db";
  for (const args of [
    ["run", good, "--db", place],
    ["merge", good, good, "-o", place],
    ["report", join(folder, "none.db"), "-o", place],
  ])
    expect(trueslope(...args).code, args[0]).toBe(2);
  expect(trueslope("run", good, "--db", place).stderr).toContain(`${place} cannot be created: ENOENT`);
});

test("finished runs are not overwritten by another configuration", () => {
  const db = join(folder, "done.db");
  expect(trueslope("run", good, "--quiet", "--db", db).code).toBe(0);
  const before = valueIn(db, "SELECT group_concat(config_hash) FROM run");
  const { code, stderr } = trueslope("run", good, "--quiet", "--db", db, "--set", "agents.0.batchSize=9");
  expect(code).toBe(2);
  expect(stderr).toContain("agent.batchSize was 8, now 9");
  expect(valueIn(db, "SELECT group_concat(config_hash) FROM run")).toBe(before);
});

test("a query that SQLite refuses gives SQLite's reason; one that writes is refused", () => {
  const db = join(folder, "done.db");
  expect(trueslope("sql", db, "SELECT missing FROM run")).toMatchObject({ code: 2 });
  expect(trueslope("sql", db, "SELECT missing FROM run").stderr).toContain("no such column: missing");
  for (const query of [
    "DELETE FROM run",
    "UPDATE run SET seed = 7",
    "DROP TABLE run",
    "DELETE FROM run RETURNING 1",
  ])
    expect(trueslope("sql", db, query).code).toBe(2);
  expect(valueIn(db, "SELECT count(*) FROM run")).toBe(2);
});

test("a number of workers that is none is refused", () => {
  expect(trueslope("run", good, "--workers", "0").stderr).toContain(
    "--workers must be a whole number from 1",
  );
  expect(trueslope("run", good, "--workers", "two").code).toBe(2);
});

test("an option given twice, without its value or with no number is refused", () => {
  expect(trueslope("run", good, "--db", "a", "--db", "b")).toMatchObject({
    code: 2,
    stderr: "--db is given more than once\n",
  });
  expect(trueslope("summary", join(folder, "done.db"), "--agent").code).toBe(2);
  expect(trueslope("summary", join(folder, "done.db"), "--iteration", "first").stderr).toBe(
    "--iteration must be a number\n",
  );
});

test("more seeds of a study that was edited are refused, whatever was edited; --replace does anew what it names", () => {
  const db = join(folder, "edited.db");
  expect(trueslope("run", good, "--quiet", "--seeds", "0..1", "--db", db).code).toBe(0);
  for (const [set, told] of [
    ["objective.discount=0.5", "objective.discount was 0.99, now 0.5"],
    ["agents.0.iterations=1", "agent.iterations was 4, now 1"],
    ["probe.replicates=3", "probe.replicates was 20, now 3"],
  ]) {
    const { code, stderr } = trueslope("run", good, "--quiet", "--seeds", "2..3", "--db", db, "--set", set);
    expect(code).toBe(2);
    expect(stderr).toContain(`seeds 0, 1 (${told})`);
    expect(stderr).toContain("--replace");
  }
  expect(valueIn(db, "SELECT count(*) FROM run")).toBe(4);
  const replaced = trueslope(
    ...[
      "run",
      good,
      "--quiet",
      "--seeds",
      "1..2",
      "--db",
      db,
      "--set",
      "objective.discount=0.5",
      "--replace",
    ],
  );
  expect(replaced).toMatchObject({ code: 0, stderr: "" });
  expect(valueIn(db, "SELECT group_concat(agent || seed || status) FROM run")).toBe(
    "reinforce1done,actor-critic1done,reinforce2done,actor-critic2done",
  );
  expect(
    valueIn(db, "SELECT group_concat(DISTINCT json_extract(config, '$.objective.discount')) FROM run"),
  ).toBe("0.5");
  expect(valueIn(db, "SELECT count(DISTINCT probe_id) FROM estimate")).toBe(12);
});
