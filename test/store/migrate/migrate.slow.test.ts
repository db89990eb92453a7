import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { lockWriter } from "../../../src/store/lock.ts";
import { migrateDatabase } from "../../../src/store/migrate/migrate.ts";
import { migrations } from "../../../src/store/migrate/migrations.ts";
import { openReader, openStore } from "../../../src/store/open.ts";
import { createSchema, OLDEST_VERSION, SCHEMA_VERSION } from "../../../src/store/schema.ts";
import { verifyDatabase } from "../../../src/store/verify/verify.ts";
import { temporaryFile } from "../../suite/temporary-folder.ts";
import { estimates, planned, probe, provenance, vectors } from "../cells.ts";
import { query } from "../databases.ts";
import { schema1, schema1Views } from "../schema-1.ts";

const migrate = (path: string) => migrateDatabase(path, "9.9.9");

/** Does something to a database as another program would. */
const alter = (path: string, sql: string): string => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
  return path;
};

/** What a migration that fails leaves: the bytes that were there, and no other file. */
const untouched = (path: string, fail: () => void): void => {
  const before = readFileSync(path);
  fail();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path))).toEqual(["test.db"]);
};

/** Of these, the number of trajectories was wrong; see below. */
const RECOUNTED = "accumulate 3";

/** Tables and columns that have another name since. */
const RENAMED: Readonly<Record<string, string>> = { own_target: "estimand", experiment: "study" };

/** Columns of views that mean something else since: what they say of an old file is tested where they are. */
const CHANGED: Readonly<Record<string, readonly string[]>> = {
  // it rests on tables that version 1 did not have: unknown, with that reason
  batch_for_alignment: ["trajectories", "verdict", "limit_cosine", "nsr", "source", "batch_size"],
};

describe("migrateDatabase", () => {
  it("knows the way from every version", () => {
    expect(migrations.map(({ from }) => from)).toEqual(
      Array.from({ length: SCHEMA_VERSION - OLDEST_VERSION }, (_, i) => OLDEST_VERSION + i),
    );
  });

  it("brings a file of version 1 up in place, beside nothing", () => {
    const path = schema1();
    expect(migrate(path)).toEqual({ from: 1, to: SCHEMA_VERSION });
    expect(readdirSync(dirname(path))).toEqual(["test.db"]);
    expect(query(path, "SELECT key, value FROM meta WHERE key <> 'created_at' ORDER BY key")).toEqual([
      ["package_version", "9.9.9"],
      ["schema_version", String(SCHEMA_VERSION)],
    ]);
  });

  it("leaves the tables and views that a new file has, to the letter", () => {
    const path = schema1();
    migrate(path);
    const fresh = new Database(":memory:");
    createSchema(fresh, "");
    const definitions = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
    expect(query(path, definitions)).toEqual(fresh.prepare(definitions).raw().all());
    expect(query(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
  });

  /** Cosines of "smoothed" where all its estimates are zero, which version 1 took for 0: they are taken back. */
  const takenBack = (columns: readonly string[], row: readonly unknown[]): boolean => {
    const of = (column: string) => row[columns.indexOf(column)];
    if (columns.includes("metric"))
      return /cosine/.test(String(of("metric"))) && [of("name"), of("baseline")].includes("smoothed");
    return of("estimator") === "smoothed" && (columns.includes("seeds") || of("mean_cosine") === 0);
  };

  /** Biases of 1e-17 that version 1 ranked: zeros that rounding made different ones are ties now. */
  const ranked = (columns: readonly string[], row: readonly unknown[]): boolean =>
    row.includes("exact_bias_norm") && Math.abs(Number(row[columns.indexOf("mean_difference")])) < 1e-13;

  it("takes back the cosines of estimates that are all zero, and says why", () => {
    const path = schema1();
    migrate(path);
    const [[cells, cosines, words]] = query(
      path,
      "SELECT count(*), count(mean_cosine) + count(cosine_of_mean) + count(pairwise_cosine), " +
        "sum(no_alignment = 'the estimate is 0') FROM estimator_summary WHERE nonzero = 0",
    );
    expect(cells).toBeGreaterThan(0);
    expect([cosines, words]).toEqual([0, cells]);
  });

  it("judges truths and measures turn and scale, as a new file would", () => {
    const path = alter(
      schema1(),
      "UPDATE truth SET standard_error = norm, method = 'reference' WHERE probe_id = 1",
    );
    migrate(path);
    const why = query(
      path,
      "SELECT DISTINCT noise LIKE 'reference is noise: ‖Ĝ‖ = %' FROM truth WHERE probe_id = 1",
    );
    expect(why).toEqual([[1]]);
    expect(query(path, "SELECT count(*) FROM truth WHERE noise IS NOT NULL")).toEqual([[1]]);
    const compared =
      "count(cosine), (SELECT count(turned_by) FROM measured_bias AS b WHERE b.probe_id = e.probe_id)";
    expect(query(path, `SELECT ${compared} FROM estimate AS e WHERE probe_id = 1`)).toEqual([[0, 0]]);
    const [[turned, scaled, cells, measured]] = query(
      path,
      "SELECT max(exact_turned_by), max(abs(exact_scaled_by - 1)), count(*), count(turned_by) FROM estimator_summary AS v " +
        "JOIN run AS r USING (agent, seed) JOIN estimator AS s USING (run_id, estimator) WHERE s.unbiased AND exact_turned_by IS NOT NULL",
    );
    expect(turned).toBe(0);
    expect(scaled).toBeLessThan(1e-12);
    expect(cells).toBeGreaterThan(10);
    expect(measured).toBe(cells);
  });

  it.each(Object.entries(schema1Views()))("keeps what %s says", (view, { columns, rows: all }) => {
    const rows = all.filter((row) => !takenBack(columns, row) && !ranked(columns, row));
    const path = schema1();
    migrate(path);
    const kept = columns.map((name, i) => ({ name, i })).filter(({ name }) => !CHANGED[view]?.includes(name));
    const said = query(
      path,
      `SELECT ${kept.map(({ name }) => RENAMED[name] ?? name).join(", ")} FROM ${view}`,
    );
    const now = new Set(said.map((row) => JSON.stringify(row)));
    const before = rows
      .filter((row) => !row.includes(RECOUNTED))
      .map((row) => JSON.stringify(kept.map(({ i }) => row[i])));
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter((row) => !now.has(row)).slice(0, 3)).toEqual([]);
  });

  it("keeps what estimates are of, in a table that is called so now", () => {
    const path = schema1();
    const columns =
      "probe_id, estimator, name, norm, standard_error, cosine_truth, bias_norm, cosine_of_mean, gradient";
    const rowsOf = (table: string) => {
      const db = new Database(path, { readonly: true });
      const rows = db.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2, batch_size`).raw().all();
      db.close();
      return rows;
    };
    const before = rowsOf("own_target");
    expect(before.length).toBeGreaterThan(0);
    migrate(path);
    expect(rowsOf("estimand")).toEqual(before);
    expect(query(path, "SELECT name FROM sqlite_schema WHERE name GLOB '*own_target*'")).toEqual([]);
  });

  it("counts all trajectories of estimates that accumulate batches", () => {
    const { columns, rows } = schema1Views().estimator_summary;
    const at = (name: string) => columns.indexOf(name);
    const before = rows.filter((row) => row[at("estimator")] === RECOUNTED);
    const [size, scale, alignment] = ["batch_size", "noise_scale", "mean_cosine"].map(at);
    const path = schema1();
    const noise = `SELECT value FROM diagnostic WHERE subject = '${RECOUNTED}' AND value IS NOT NULL AND name LIKE 'gradient_noise%'`;
    const old = new Database(path);
    const scales = old.prepare<[], number>(noise).pluck().all();
    old.close();
    migrate(path);
    const summary = "SELECT batch_size, noise_scale, mean_cosine FROM estimator_summary";
    const after = query(
      path,
      `${summary} WHERE estimator = '${RECOUNTED}' ORDER BY study, agent, seed, iteration, batch_size`,
    );
    expect(after.map(([n]) => n)).toEqual(before.map((row) => 3 * Number(row[size])));
    expect(after.map(([, , cosine]) => cosine)).toEqual(before.map((row) => row[alignment]));
    for (const [i, [, each]] of after.entries())
      expect(Number(each) / Number(before[i][scale])).toBeCloseTo(3, 12);
    expect(query(path, "SELECT DISTINCT batch_size FROM exact_moments ORDER BY 1")).toEqual([
      [2],
      [6],
      [8],
      [24],
    ]);
    expect(query(path, noise)).toEqual(scales.map((value) => [3 * value]));
  });

  it("keeps every row of every table, and what others put there", () => {
    const path = alter(
      schema1(),
      "CREATE TABLE mine (x); INSERT INTO mine VALUES (7); CREATE INDEX quick ON iteration (mean_return);" +
        "CREATE VIEW my_view AS SELECT max(x) AS top FROM mine",
    );
    const old = new Database(path);
    const tables = old.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    const count = (table: unknown) => `SELECT count(*) FROM ${table}`;
    const counts = tables.map((table) => [old.prepare(count(table)).pluck().get()]);
    old.close();
    migrate(path);
    const nameNow = (table: unknown) => RENAMED[String(table)] ?? table;
    expect(tables.flatMap((table) => query(path, count(nameNow(table))))).toEqual(counts);
    expect(query(path, "SELECT top FROM my_view")).toEqual([[7]]);
    expect(query(path, "SELECT tbl_name FROM sqlite_schema WHERE name = 'quick'")).toEqual([["iteration"]]);
  });

  it("leaves a file that a writer takes, whose runs have the digests of their rows", () => {
    const path = schema1();
    migrate(path);
    const store = openStore(path, "9.9.9");
    const [{ runId }] = store.register("another", [planned()]);
    store.begin(runId, provenance);
    store.record(runId, [probe([1, 0, 2]), estimates(vectors(3, 3), [1, 0, 2])]);
    store.end(runId, "done");
    store.close();
    // nobody knows what the rows of the old runs were when these were done
    expect(query(path, "SELECT count(*), count(digest) FROM run")).toEqual([[7, 1]]);
    const faultsOf = () => [...verifyDatabase(path)].flatMap(({ faults }) => faults);
    const madeUp = "its configuration is not what was hashed"; // planned() has no real hash
    expect(faultsOf()).toEqual([madeUp]);
    alter(path, "UPDATE probe SET theta = zeroblob(length(theta)) WHERE run_id = 7");
    expect(faultsOf()).toEqual([madeUp, "its rows are not those of when it was done"]);
  });

  it("has nothing to do with a file of the present version", () => {
    const path = temporaryFile();
    openStore(path, "0.1.0").close();
    untouched(path, () => expect(migrate(path)).toEqual({ from: SCHEMA_VERSION, to: SCHEMA_VERSION }));
  });

  it.each([
    [
      "of a later version",
      "UPDATE meta SET value = '99' WHERE key = 'schema_version'",
      "update trueslope to read it",
    ],
    ["of another program", "PRAGMA application_id = 7", "not one of trueslope's"],
    [
      "whose rows refer to nothing",
      "DELETE FROM probe WHERE probe_id = 1",
      /rows of \w+ refer to rows of probe that are not/,
    ],
    [
      "with a column of somebody else",
      "ALTER TABLE iteration ADD COLUMN mine TEXT",
      "mine of iteration is not trueslope's",
    ],
  ])("leaves a file %s as it was", (_, sql, message) => {
    const path = alter(schema1(), `PRAGMA foreign_keys = off; ${sql}`);
    untouched(path, () => expect(() => migrate(path)).toThrow(message));
  });

  it("refuses a file that is being written, or that another program holds in WAL mode", () => {
    const path = schema1();
    const release = lockWriter(path);
    expect(() => migrate(path)).toThrow(`is being written by another trueslope (process ${process.pid})`);
    release();
    const other = new Database(path);
    other.pragma("journal_mode = wal");
    other.exec("UPDATE experiment SET name = 'renamed' WHERE experiment_id = 1");
    expect(() => migrate(path)).toThrow(`${path} is locked by another program; close it there and try again`);
    expect(other.prepare("SELECT value FROM meta WHERE key = 'schema_version'").pluck().get()).toBe("1");
    other.close();
    migrate(path);
    expect(query(path, "SELECT name FROM study WHERE study_id = 1")).toEqual([["renamed"]]);
  });

  it("takes in the log that a killed writer left", () => {
    const path = schema1();
    const killed = new Database(path);
    killed.pragma("journal_mode = wal");
    killed.exec("UPDATE experiment SET name = 'renamed' WHERE experiment_id = 1");
    const [main, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
    killed.close();
    writeFileSync(path, main);
    writeFileSync(`${path}-wal`, log);
    migrate(path);
    expect(query(path, "SELECT name FROM study WHERE study_id = 1")).toEqual([["renamed"]]);
    openReader(path).close();
  });
});
