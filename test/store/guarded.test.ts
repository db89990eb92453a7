import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { firstWord, guardedAnswer } from "../../src/store/guarded.ts";
import { openReader } from "../../src/store/open.ts";
import { runSmallStudy } from "../export/small-study.ts";
import { scratch } from "../report/database.ts";
import { HOSTILE } from "../ui/hostile.ts";

const folder = scratch();
const path = join(folder, "small.db");
beforeAll(() => runSmallStudy(path));

const ask = (sql: string, limits: { rows?: number; bytes?: number } = {}) =>
  guardedAnswer(path, sql, { rows: 100, bytes: 1e6, ...limits });

/** Names and contents of all files beside the database. */
const state = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const content = name.includes(".") ? readFileSync(join(folder, name)) : "";
      return [name, createHash("sha256").update(content).digest("hex")];
    });

describe("a guarded query", () => {
  it("answers in the order of its columns, whose names may be the same", () => {
    expect(ask("SELECT 1 AS a, 'x' AS a, NULL, 2.5")).toEqual({
      columns: ["a", "a", "NULL", "2.5"],
      rows: [[1, "x", null, 2.5]],
      more: false,
    });
    expect(ask("VALUES (1), (2)").rows).toEqual([[1], [2]]);
    expect(ask("/* so */ -- it\n with t(a) as (select 3) select a from t -- end").rows).toEqual([[3]]);
    expect(ask("EXPLAIN QUERY PLAN SELECT * FROM run").rows).toHaveLength(1);
  });

  it("knows the functions over gradients", () => {
    expect(ask("SELECT vec_norm(gradient) - norm FROM estimate LIMIT 1").rows[0][0]).toBeCloseTo(0, 12);
  });

  it("keeps what JSON or a number of JavaScript could not hold", () => {
    expect(ask("SELECT 9007199254740993, 9e999, -9e999, x'00ff', 1.5").rows).toEqual([
      ["9007199254740993", "Infinity", "-Infinity", Buffer.from([0, 255]), 1.5],
    ]);
  });

  it("reads no more rows and bytes than the limits allow", () => {
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    expect(ask(endless, { rows: 7 })).toMatchObject({ more: true, rows: { length: 7 } });
    expect(ask(`${endless} LIMIT 7`, { rows: 7 })).toMatchObject({ more: false, rows: { length: 7 } });
    expect(ask(endless, { bytes: 80 })).toMatchObject({ more: true, rows: { length: 10 } });
    expect(ask("SELECT zeroblob(1000)", { bytes: 100 })).toMatchObject({ more: true, rows: { length: 0 } });
  });

  it("reads every table and view", () => {
    const names = ask("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").rows;
    expect(names.length).toBeGreaterThan(10);
    for (const [name] of names) expect(ask(`SELECT * FROM ${name}`, { rows: 3 }).columns).not.toEqual([]);
  });

  it.each(HOSTILE.map(({ sql, error }) => [sql, error] as const))("does not do: %s", (sql, error) => {
    const before = state();
    expect(() => ask(sql)).toThrow(error);
    expect(state()).toEqual(before);
  });

  it.each([
    "EXPLAIN ATTACH 'hostile.db' AS h",
    "SELECT * FROM pragma_journal_mode",
    "SELECT * FROM pragma_integrity_check",
    "SELECT * FROM pragma_database_list",
  ])("explains or tells, and changes nothing: %s", (sql) => {
    const before = state();
    expect(ask(sql).columns).not.toEqual([]);
    expect(state()).toEqual(before);
  });

  it("leaves no file where the process is", () => {
    expect(readdirSync(".").filter((name) => name.includes("hostile"))).toEqual([]);
  });

  it("is needed: a read-only connection alone writes a file by VACUUM INTO, and reads others by ATTACH", () => {
    const copy = join(folder, "copy.db");
    const db = openReader(path);
    db.exec(`VACUUM INTO '${copy}'; ATTACH '${copy}' AS h`);
    expect(db.prepare("SELECT count(*) AS n FROM h.run").get()).toEqual({ n: 4 });
    db.close();
    rmSync(copy);
  });
});

it.each([
  ["select 1", "SELECT"],
  ["\n\t /* a\n -- b */--c\n  Attach 'x'", "ATTACH"],
  ["--only a comment", ""],
  ["/* unclosed", ""],
  ["", ""],
  ["1", ""],
  ["/**/select", "SELECT"],
  [`${"/* */".repeat(20_000)}${"-".repeat(20_000)}`, ""],
])("the first word of %j", (sql, word) => {
  expect(firstWord(sql)).toBe(word);
});
