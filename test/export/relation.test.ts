import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { relationsOf, rowsOf } from "../../src/export/relation.ts";
import { createSchema } from "../../src/store/schema.ts";

const db = new Database(":memory:");
db.exec(`
  CREATE TABLE cell (id INTEGER PRIMARY KEY, n INT, x REAL, t TEXT, g BLOB) STRICT;
  INSERT INTO cell VALUES (1, 9007199254740993, 1, 'a', x'00'), (2, NULL, NULL, NULL, NULL);
  CREATE TABLE loose ("an ""odd"" name" VARCHAR(9), n INTEGER);
  INSERT INTO loose VALUES (1, 'two'), (2.5, 3);
  CREATE VIEW plain AS SELECT n, x, t, g FROM cell;
  CREATE VIEW counted AS SELECT count(*) AS rows, avg(x) AS mean, max(0, x) AS mixed, upper(t) AS letters, x > 2 AS never
    FROM cell GROUP BY id;
  CREATE VIEW both AS SELECT n FROM cell UNION ALL SELECT x + 0.5 FROM cell;
  CREATE VIEW empty AS SELECT n, x + 1 AS more, g FROM cell WHERE 0;
`);
const types = (name: string) =>
  Object.fromEntries(relationsOf(db, "x.db", [name])[0].columns.map(({ name, type }) => [name, type]));

describe("columns", () => {
  it("of a STRICT table are as they are declared", () => {
    expect(types("cell")).toEqual({ id: "integer", n: "integer", x: "real", t: "text", g: "vector" });
  });

  it("of another table are what they hold", () => {
    expect(types("loose")).toEqual({ 'an "odd" name': "text", n: "text" });
  });

  it("of a view are what they hold, whatever is declared", () => {
    expect(types("plain")).toEqual({ n: "integer", x: "real", t: "text", g: "vector" });
    expect(types("counted")).toEqual({
      rows: "integer",
      mean: "real",
      mixed: "real",
      letters: "text",
      never: "integer",
    });
    expect(types("both")).toEqual({ n: "real" });
  });

  it("of an empty view are as they are declared, expressions real", () => {
    expect(types("empty")).toEqual({ n: "integer", more: "real", g: "vector" });
  });
});

describe("relations", () => {
  it("are all tables and views, or those that are named, each once", () => {
    const all = relationsOf(db, "x.db", []).map(({ name }) => name);
    expect(all).toEqual(["cell", "loose", "plain", "counted", "both", "empty"]);
    expect(relationsOf(db, "x.db", ["plain", "cell", "plain"]).map(({ name }) => name)).toEqual([
      "plain",
      "cell",
    ]);
  });

  it("that are not there are refused with the nearest name, or all names", () => {
    expect(() => relationsOf(db, "x.db", ["cells"])).toThrow(
      "x.db has no table or view cells; did you mean cell?",
    );
    expect(() => relationsOf(db, "x.db", ["sqlite_schema"])).toThrow(
      "no table or view sqlite_schema; it has cell, loose, plain, counted, both, empty",
    );
  });

  it("give integers that no float64 holds", () => {
    const rows = [...rowsOf(db, relationsOf(db, "x.db", ["cell"])[0])];
    expect(rows).toEqual([
      [1n, 9007199254740993n, 1, "a", Buffer.of(0)],
      [2n, null, null, null, null],
    ]);
  });
});

describe("the schema", () => {
  it("has no column whose type is not known", () => {
    const own = new Database(":memory:");
    createSchema(own, "0.1.0");
    for (const { name, columns } of relationsOf(own, "x.db", []))
      expect(columns.length, name).toBeGreaterThan(1);
    const gradient = relationsOf(own, "x.db", ["estimate"])[0].columns.at(-1);
    expect(gradient).toEqual({ name: "gradient", type: "vector" });
  });
});
