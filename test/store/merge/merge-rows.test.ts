import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { rowCopier } from "../../../src/store/merge/merge-rows.ts";
import { tablesOf, tablesOfRuns } from "../../../src/store/merge/merge-tables.ts";
import { createSchema } from "../../../src/store/schema.ts";
import { temporaryFile } from "../../suite/temporary-folder.ts";

/** Tables as a later version may have them, children before their parents. */
const SCHEMA = `
  CREATE TABLE point (landscape_id INTEGER NOT NULL REFERENCES landscape, i INTEGER, height REAL, PRIMARY KEY (landscape_id, i)) STRICT;
  CREATE TABLE truth (probe_id INTEGER PRIMARY KEY REFERENCES probe, reference_id INTEGER REFERENCES reference, cache TEXT REFERENCES cache) STRICT;
  CREATE TABLE landscape (landscape_id INTEGER PRIMARY KEY, probe_id INTEGER NOT NULL REFERENCES probe, gradient BLOB) STRICT;
  CREATE TABLE diagnostic (run_id INTEGER, estimator TEXT, value REAL, FOREIGN KEY (run_id, estimator) REFERENCES estimator (run_id, estimator)) STRICT;
  CREATE TABLE estimator (run_id INTEGER REFERENCES run, estimator TEXT, PRIMARY KEY (run_id, estimator)) STRICT, WITHOUT ROWID;
  CREATE TABLE probe (probe_id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES run ON DELETE CASCADE) STRICT;
  CREATE TABLE run (run_id INTEGER PRIMARY KEY, seed INTEGER, twice INTEGER GENERATED ALWAYS AS (2 * seed)) STRICT;
  CREATE TABLE reference (reference_id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value REAL) STRICT;
  CREATE TABLE cache (key TEXT PRIMARY KEY, value REAL) STRICT;
`;

const database = (rows: string, path = ":memory:") => {
  const db = new Database(path);
  db.exec(SCHEMA + rows);
  return db;
};

/** Such a database as a file. */
const source = (rows: string): string => {
  const path = temporaryFile();
  database(rows, path).close();
  return path;
};

const left = () =>
  source(`
    INSERT INTO run (run_id, seed) VALUES (7, 0);
    INSERT INTO probe VALUES (3, 7);
    INSERT INTO reference VALUES (5, 'p', 1), (6, 'q', 2);
    INSERT INTO cache VALUES ('c', 1);
    INSERT INTO truth VALUES (3, 6, 'c');
    INSERT INTO estimator VALUES (7, 'to-go');
    INSERT INTO diagnostic VALUES (7, 'to-go', 0.5), (NULL, NULL, 0.25);
    INSERT INTO landscape VALUES (11, 3, x'00'), (12, 3, NULL);
    INSERT INTO point VALUES (11, 0, 1), (12, 0, 2);
  `);

const right = () =>
  source(`
    INSERT INTO run (run_id, seed) VALUES (7, 1), (8, 0);
    INSERT INTO probe VALUES (3, 7), (4, 8);
    INSERT INTO reference VALUES (5, 'q', 200), (6, 'r', 3);
    INSERT INTO cache VALUES ('c', 100), ('d', 2);
    INSERT INTO truth VALUES (3, 5, NULL), (4, 6, 'd');
    INSERT INTO estimator VALUES (7, 'to-go'), (8, 'to-go');
    INSERT INTO diagnostic VALUES (7, 'to-go', 0.75), (8, 'to-go', 0.125);
    INSERT INTO landscape VALUES (11, 4, NULL), (12, 3, x'01');
    INSERT INTO point VALUES (11, 0, 3), (12, 9, 4);
  `);

/** Everything of `left`, and run 7 of `right`. */
const merged = () => {
  const target = database("");
  const tables = tablesOf(target);
  const copy = rowCopier(target, tables, tablesOfRuns(tables));
  for (const [i, path] of [left(), right()].entries()) {
    target.prepare("ATTACH ? AS source").run(path);
    copy([[7, i + 1]]);
    target.exec("DETACH source");
  }
  expect(target.pragma("foreign_key_check")).toEqual([]);
  return (table: string) => target.prepare(`SELECT * FROM ${table}`).raw().all();
};

describe("the tables", () => {
  const tables = tablesOf(database(""));
  const order = tables.map(({ name }) => name);
  const of = (name: string) => tables[order.indexOf(name)];

  it("come after those that they reference", () => {
    expect(order).toHaveLength(9);
    for (const { name, parents } of tables)
      for (const parent of parents) expect(order.indexOf(parent), name).toBeLessThan(order.indexOf(name));
  });

  it("belong to runs if they reference one, directly or not", () => {
    expect([...tablesOfRuns(tables)].sort()).toEqual(
      ["run", "probe", "estimator", "truth", "diagnostic", "landscape", "point"].sort(),
    );
  });

  it("tell identifiers from references and from what means what it says", () => {
    expect(of("probe")).toMatchObject({ id: "probe_id", origins: new Map([["run_id", "run"]]) });
    expect(of("truth")).toMatchObject({
      id: undefined,
      origins: new Map([
        ["probe_id", "probe"],
        ["reference_id", "reference"],
      ]),
    });
    expect(of("diagnostic").origins).toEqual(new Map([["run_id", "run"]]));
    expect(of("run").columns).toEqual(["run_id", "seed"]);
    expect(of("reference").keys).toEqual([["key"]]);
  });

  it("whose references go in a circle are refused", () => {
    const db = new Database(":memory:");
    db.exec(
      "CREATE TABLE a (k TEXT PRIMARY KEY REFERENCES b); CREATE TABLE b (k TEXT PRIMARY KEY REFERENCES a); CREATE TABLE c (d)",
    );
    expect(() => tablesOf(db)).toThrow("the foreign keys of a, b go in a circle; they cannot be copied.");
  });
});

describe("rows that belong to runs", () => {
  it("are copied with their run, under new identifiers at any depth", () => {
    const rows = merged();
    expect(rows("run")).toEqual([
      [1, 0, 0],
      [2, 1, 2],
    ]);
    expect(rows("probe")).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(rows("estimator")).toEqual([
      [1, "to-go"],
      [2, "to-go"],
    ]);
    expect(rows("landscape")).toEqual([
      [1, 1, Buffer.of(0)],
      [2, 1, null],
      [3, 2, Buffer.of(1)],
    ]);
    expect(rows("point")).toEqual([
      [1, 0, 1],
      [2, 0, 2],
      [3, 9, 4],
    ]);
  });

  it("are copied by composite references, and where a reference is NULL", () => {
    expect(merged()("diagnostic")).toEqual([
      [1, "to-go", 0.5],
      [null, null, 0.25],
      [2, "to-go", 0.75],
    ]);
  });
});

describe("rows that belong to no run", () => {
  it("are there once by their key, as the first has them, and take the references of the others", () => {
    const rows = merged();
    expect(rows("reference")).toEqual([
      [1, "p", 1],
      [2, "q", 2],
      [3, "r", 3],
    ]);
    expect(rows("cache")).toEqual([
      ["c", 1],
      ["d", 2],
    ]);
    expect(rows("truth")).toEqual([
      [1, 2, "c"],
      [2, 2, null],
    ]);
  });
});

describe("the schema", () => {
  const db = new Database(":memory:");
  createSchema(db, "0.1.0");
  const tables = tablesOf(db);

  it("references every identifier that it names, so that none is copied as it is", () => {
    const identifiers = new Map(tables.flatMap(({ id, name }) => (id ? [[id, name]] : [])));
    expect([...identifiers.keys()]).toEqual(expect.arrayContaining(["study_id", "run_id", "probe_id"]));
    for (const { name, id, columns, origins } of tables)
      for (const column of columns)
        if (identifiers.has(column) && column !== id)
          expect(origins.get(column), `${name}.${column}`).toBe(identifiers.get(column));
  });

  it("has tables that belong to runs, and few that do not", () => {
    const ofRuns = tablesOfRuns(tables);
    for (const name of ["estimator", "iteration", "probe", "truth", "exact_moments", "estimate"])
      expect(ofRuns.has(name), name).toBe(true);
    for (const name of ["meta", "study"]) expect(ofRuns.has(name), name).toBe(false);
    // and have a key, so that what two files have is there once
    for (const { name, keys } of tables) if (!ofRuns.has(name)) expect(keys.length, name).toBeGreaterThan(0);
  });
});
