import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { exportDatabase } from "../../src/export/export.ts";
import { fileFormats } from "../../src/export/index.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { planned } from "../store/cells.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { parseCsv } from "./parse-csv.ts";
import { runSmallStudy } from "./small-study.ts";

const folder = temporaryFolder();
const db = join(folder, "small.db");
const place = (name: string) => join(folder, name);

beforeAll(() => runSmallStudy(db));

type Rows = Record<string, unknown>[];

const query = (sql: string): Rows => {
  const reader = openReader(db);
  try {
    return reader.prepare(sql).all() as Rows;
  } finally {
    reader.close();
  }
};

/** Rows as the numbers and vectors that they stand for. */
const plain = (rows: Rows): Rows =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        value instanceof Uint8Array
          ? Array.from(new Float64Array(new Uint8Array(value).buffer))
          : typeof value === "bigint"
            ? Number(value)
            : (value ?? null),
      ]),
    ),
  );

const readParquet = async (path: string): Promise<Rows> =>
  plain((await parquetReadObjects({ file: await asyncBufferFromFile(path) })) as Rows);

const readJsonLines = (path: string): Rows =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Rows of a CSV file; the types of the columns are those of `like`. */
const readCsv = (path: string, like: Rows): Rows => {
  const [names, ...lines] = parseCsv(readFileSync(path, "utf8"));
  return lines.map((fields) =>
    Object.fromEntries(
      fields.map((field, j) => {
        const name = names[j] as string;
        const text = like.some((row) => typeof row[name] === "string");
        return [name, field === null || text ? field : JSON.parse(field)];
      }),
    ),
  );
};

describe("a table or view of a study that was run", () => {
  for (const name of [
    "estimator_summary",
    "estimate",
    "probe",
    "truth",
    "run",
    "iteration",
    "batch_for_alignment",
  ])
    it(`${name} has the same numbers in Parquet, CSV and JSON Lines`, async () => {
      const rows = plain(query(`SELECT * FROM ${name}`));
      expect(rows.length).toBeGreaterThan(3);
      const files = Object.entries(fileFormats).map(([format, { extension }]) => {
        const output = place(`${name}${extension}`);
        const exported = exportDatabase(db, {
          format: format as keyof typeof fileFormats,
          output,
          names: [name],
        });
        expect(exported).toEqual([{ path: output, count: rows.length }]);
        return output;
      });
      expect(await readParquet(files[0])).toEqual(rows);
      expect(readCsv(files[1], rows)).toEqual(rows);
      expect(readJsonLines(files[2])).toEqual(rows);
    });

  it("tells integers from reals in text, also where a real is whole", () => {
    const text = readFileSync(place("truth.csv"), "utf8").split("\n");
    expect(text[0]).toContain("discount,horizon,state_weight,method,value,norm,standard_error");
    expect(text[1]).toMatch(/^1,0\.99,20,discounted,exact,[\d.e-]+,[\d.e-]+,0\.0,"\[/);
  });
});

describe("a whole database", () => {
  it("is a file per table and view, in a folder that is made", () => {
    const output = place("all");
    const files = exportDatabase(db, { format: "jsonl", output });
    const names = query("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").map(
      ({ name }) => name,
    );
    expect(files.map(({ path }) => path)).toEqual(names.map((name) => join(output, `${name}.jsonl`)));
    expect(readdirSync(output)).toHaveLength(names.length);
    expect(files.filter(({ count }) => count > 0).length).toBeGreaterThan(10);
    for (const { path, count } of files) {
      const text = readFileSync(path, "utf8");
      expect(text.split("\n").length - 1, path).toBe(count);
    }
  });

  it("is exported as it is at one moment, while it is being written", () => {
    const live = place("live.db");
    const store = openStore(live, "0.1.0");
    store.register("x", [planned()]);
    const write = fileFormats.csv.write;
    const spy = vi.spyOn(fileFormats.csv, "write").mockImplementationOnce((...given) => {
      store.register("x", [planned({ seed: 1 })]); // between the first file and the second
      return write(...given);
    });
    exportDatabase(live, { format: "csv", output: place("live"), names: ["meta", "run"] });
    expect(spy).toHaveBeenCalledTimes(2);
    spy.mockRestore();
    store.close();
    expect(parseCsv(readFileSync(place("live/run.csv"), "utf8"))).toHaveLength(2);
  });
});

describe("where the files go", () => {
  it("is a file for one table and a name with an extension, else a folder", () => {
    const names = ["meta"];
    expect(exportDatabase(db, { format: "csv", output: place("m.txt"), names })[0].path).toBe(place("m.txt"));
    for (const output of [place("plain"), place("v1.2/"), folder])
      expect(exportDatabase(db, { format: "csv", output, names })[0].path).toBe(join(output, "meta.csv"));
  });

  it("is no single file for several tables", () => {
    const output = place("several.csv");
    const several = { format: "csv", names: ["meta", "run"] } as const;
    expect(() => exportDatabase(db, { ...several, output })).toThrow(`${output} looks like one file;`);
    expect(() => exportDatabase(db, { format: "csv", output })).toThrow(`${output} looks like one file;`);
    writeFileSync(place("there"), "");
    expect(() => exportDatabase(db, { ...several, output: place("there") })).toThrow("there is a file; ");
    expect(() => exportDatabase(db, { format: "tensorboard", output: place("there") })).toThrow(
      "there is a file; ",
    );
  });

  it("is never the database", () => {
    const before = readFileSync(db);
    const force = { names: ["meta"], force: true };
    expect(() => exportDatabase(db, { format: "csv", output: db, ...force })).toThrow(
      "is the database itself",
    );
    expect(readFileSync(db).equals(before)).toBe(true);
  });

  it("is not written to where something is, unless by force", () => {
    const output = place("once");
    const given = { format: "csv", output, names: ["meta", "study"] } as const;
    exportDatabase(db, given);
    writeFileSync(join(output, "meta.csv"), "mine");
    expect(() => exportDatabase(db, given)).toThrow("2 of the files exist");
    expect(readFileSync(join(output, "meta.csv"), "utf8")).toBe("mine");
    exportDatabase(db, { ...given, force: true });
    expect(readFileSync(join(output, "meta.csv"), "utf8")).toContain("schema_version");
  });
});

describe("faults", () => {
  it("leave no file behind", () => {
    const broken = place("broken.db");
    writeFileSync(broken, readFileSync(db));
    const writer = new Database(broken);
    writer.exec("UPDATE estimate SET gradient = x'0102' WHERE rowid = 3");
    writer.exec("CREATE VIEW wrong AS SELECT * FROM nowhere");
    writer.close();
    const output = place("broken");
    expect(() => exportDatabase(broken, { format: "parquet", output, names: ["meta", "estimate"] })).toThrow(
      "column gradient: a BLOB of 2 bytes is not a vector of float64 (8 bytes each).",
    );
    expect(readdirSync(output)).toEqual([]);
    expect(() => exportDatabase(broken, { format: "parquet", output })).toThrow(
      `${broken} cannot be read: no such table: main.nowhere.`,
    );
  });

  it("of the database are told by its path", () => {
    const given = { format: "csv", output: place("nothing") } as const;
    expect(() => exportDatabase(place("no.db"), given)).toThrow(`${place("no.db")} does not exist.`);
    writeFileSync(place("text.db"), "no database, but a text that is long enough to be one".repeat(20));
    expect(() => exportDatabase(place("text.db"), given)).toThrow("is not a SQLite database");
    expect(() => exportDatabase(db, { ...given, names: ["estimats"] })).toThrow("did you mean estimate?");
  });
});
