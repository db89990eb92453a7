import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { openReader } from "../../../src/store/open.ts";
import { runSmallStudy } from "../../export/small-study.ts";
import { temporaryFile, temporaryFolder } from "../../suite/temporary-folder.ts";
import { merge, query, type Rows } from "../databases.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
const [a, b, once] = ["a.db", "b.db", "once.db"].map(place);

beforeAll(async () => {
  await runSmallStudy(a, { seeds: [0, 1] });
  await runSmallStudy(b, { seeds: [1, 2] });
  await runSmallStudy(once, { seeds: [0, 1, 2] });
});

const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

const text = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value);

/** What the rows of runs say, without identifiers and times, in an order that does not depend on them. */
const told = (path: string): Record<string, string[]> => {
  const run = "JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)";
  const by = "x.name, r.agent, r.seed";
  const ofProbe = `JOIN probe AS p USING (probe_id) ${run}`;
  const queries = {
    run: `SELECT ${by}, r.environment, r.config, r.config_hash, r.status, r.attempt FROM run AS r JOIN study AS x USING (study_id) ORDER BY 1, 2, 3`,
    estimator: `SELECT ${by}, e.* FROM estimator AS e ${run} ORDER BY 1, 2, 3, e.estimator`,
    iteration: `SELECT ${by}, i.* FROM iteration AS i ${run} ORDER BY 1, 2, 3, i.iteration`,
    probe: `SELECT ${by}, p.* FROM probe AS p ${run} ORDER BY 1, 2, 3, p.iteration`,
    truth: `SELECT ${by}, p.iteration, t.* FROM truth AS t ${ofProbe} ORDER BY 1, 2, 3, 4`,
    exact_moments: `SELECT ${by}, p.iteration, m.* FROM exact_moments AS m ${ofProbe} ORDER BY 1, 2, 3, 4, m.estimator, m.batch_size`,
    estimate: `SELECT ${by}, p.iteration, e.* FROM estimate AS e ${ofProbe} ORDER BY 1, 2, 3, 4, e.estimator, e.batch_size, e.replicate`,
  };
  const db = openReader(path);
  try {
    return Object.fromEntries(
      Object.entries(queries).map(([table, sql]) => {
        const statement = db.prepare(sql);
        const names = statement.columns().map(({ name }) => name);
        const rows = statement.raw().all() as Rows;
        const told = names.map((name) => !/^(run|probe)_id$/.test(name));
        return [
          table,
          rows.map((row) =>
            row
              .filter((_, j) => told[j])
              .map(text)
              .join("|"),
          ),
        ];
      }),
    );
  } finally {
    db.close();
  }
};

describe("two databases of one study", () => {
  const output = place("all.db");

  it("become what one run of all seeds gives, with the shared seed once", () => {
    const { inputs, warnings } = merge([a, b], output);
    expect(inputs).toEqual([
      { path: a, runs: 4, kept: 4 },
      { path: b, runs: 4, kept: 2 },
    ]);
    expect(warnings).toEqual([]);
    const [merged, whole] = [told(output), told(once)];
    expect(whole.estimate).toHaveLength(6 * 2 * 2 * 2 * 20);
    for (const table of Object.keys(whole)) expect(merged[table], table).toEqual(whole[table]);
  });

  it("give the same views", () => {
    const sql = "SELECT * FROM estimator_over_seeds ORDER BY agent, iteration, estimator, batch_size";
    expect(query(output, sql)).toHaveLength(16);
    expect(query(output, sql)).toEqual(query(once, sql));
  });

  it("keep the provenance of every run", () => {
    const columns =
      "agent, seed, git_commit, git_dirty, package_version, node_version, engine, host, pid, started_at, heartbeat, ended_at";
    const of = (path: string, seeds: string) =>
      query(path, `SELECT ${columns} FROM run WHERE seed IN (${seeds}) ORDER BY agent, seed`);
    expect(of(output, "0, 1")).toEqual(of(a, "0, 1"));
    expect(of(output, "2")).toEqual(of(b, "2"));
  });

  it("have new identifiers, in the order in which runs first appear, and whole references", () => {
    expect(query(output, "SELECT run_id, agent, seed FROM run ORDER BY run_id")).toEqual([
      [1, "reinforce", 0],
      [2, "reinforce", 1],
      [3, "actor-critic", 0],
      [4, "actor-critic", 1],
      [5, "reinforce", 2],
      [6, "actor-critic", 2],
    ]);
    expect(query(output, "SELECT probe_id FROM probe ORDER BY 1").flat()).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    expect(query(output, "PRAGMA foreign_key_check")).toEqual([]);
    expect(query(output, "PRAGMA integrity_check")).toEqual([["ok"]]);
  });

  it("are a new file of this package, first registered when the first of them was", () => {
    expect(query(output, "SELECT key, value FROM meta WHERE key = 'package_version'")).toEqual([
      ["package_version", "9.9.9"],
    ]);
    const times = [a, b].map((path) => query(path, "SELECT created_at FROM study")[0][0] as string);
    expect(query(output, "SELECT name, created_at FROM study")).toEqual([["frozen-lake", times.sort()[0]]]);
  });

  it("can be gone on with: nothing is left to do of the study", async () => {
    const before = query(output, "SELECT * FROM run");
    await runSmallStudy(output, { seeds: [0, 1, 2] });
    expect(query(output, "SELECT * FROM run")).toEqual(before);
  });

  it("are not touched, nor is anything left beside them", () => {
    const other = dirname(temporaryFile());
    const [left, right] = ["a.db", "b.db"].map((name) => join(other, name));
    copyFileSync(a, left);
    copyFileSync(b, right);
    const before = [left, right].map(digest);
    merge([left, right], join(other, "deep", "all.db"));
    expect([left, right].map(digest)).toEqual(before);
    expect(readdirSync(other).sort()).toEqual(["a.db", "b.db", "deep"]);
    expect(readdirSync(join(other, "deep"))).toEqual(["all.db"]);
  });

  it("may be more than two, of several studies", async () => {
    const c = place("c.db");
    await runSmallStudy(c, { name: "another", seeds: [0] });
    const three = place("three.db");
    expect(merge([c, a, b], three).inputs.map(({ kept }) => kept)).toEqual([2, 4, 2]);
    expect(
      query(three, "SELECT x.name, count(*) FROM run JOIN study AS x USING (study_id) GROUP BY 1"),
    ).toEqual([
      ["another", 2],
      ["frozen-lake", 6],
    ]);
  });
});

describe("inputs that do not fit", () => {
  const changed = (name: string, sql: string) => {
    const path = place(name);
    copyFileSync(a, path);
    const db = new Database(path);
    db.exec(sql);
    db.close();
    return path;
  };

  it("have another schema version", () => {
    const version = (value: string) =>
      changed(`${value}.db`, `UPDATE meta SET value = '${value}' WHERE key = 'schema_version'`);
    const output = place("never.db");
    const [zero, one] = [version("0"), version("1")];
    expect(() => merge([b, zero], output)).toThrow(`${zero} has schema version 0, but this trueslope needs`);
    expect(() => merge([one, b], output)).toThrow(`\`trueslope migrate ${one}\` brings it to`);
    expect(readdirSync(folder)).not.toContain("never.db");
  });

  it("are missing, no databases, damaged, or only one", () => {
    const output = place("never.db");
    expect(() => merge([a, place("no.db")], output)).toThrow("no.db does not exist.");
    writeFileSync(place("text.db"), "a text that is long enough to be taken for a header".repeat(20));
    expect(() => merge([place("text.db"), a], output)).toThrow("text.db is not a SQLite database");
    expect(() => merge([a], output)).toThrow(
      `expected two or more databases to merge, or a folder of shards; got ${a}.`,
    );
    const damaged = place("damaged.db");
    const bytes = readFileSync(a);
    bytes.fill(7, 16384 * 12); // all pages after the first twelve
    writeFileSync(damaged, bytes);
    expect(() => merge([b, damaged], output)).toThrow(`${damaged} is damaged`);
    expect(readdirSync(folder).filter((name) => basename(name).startsWith("never"))).toEqual([]);
  });

  it("have a table of trueslope's with other columns", () => {
    const more = changed("more.db", "ALTER TABLE iteration ADD COLUMN mood TEXT");
    expect(() => merge([b, more], place("never.db"))).toThrow(
      `the table iteration of ${more} has other columns than in this trueslope, under the same schema version.`,
    );
  });

  it("have tables and views of the user's, which are named and left", () => {
    const own = changed("own.db", "CREATE TABLE notes (t TEXT); CREATE VIEW mine AS SELECT 1 AS one");
    const output = place("own-all.db");
    expect(merge([own, b], output).warnings).toEqual([
      `${own}: the table notes is not trueslope's; it was not copied.`,
      `${own}: the view mine is not trueslope's; it was not copied.`,
    ]);
    expect(told(output).estimate).toEqual(told(once).estimate);
  });
});
