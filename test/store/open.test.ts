import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors/store-error.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { Store } from "../../src/store/writer.ts";
import { asOrdinaryUser } from "../suite/ordinary-user.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";

const openWriter = (path: string) => openStore(path, "0.1.0");

const truth = [1, 0.5, -2];

/** The message of the StoreError that `action` throws. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return (error as StoreError).message;
  }
  throw new Error("nothing was thrown");
}

function created(path = temporaryFile()): string {
  openStore(path, "0.1.0").close();
  return path;
}

describe("openStore and openReader", () => {
  it("create the folder and the file, and open it again", () => {
    const path = join(dirname(temporaryFile()), "deep", "er", "x.db");
    created(path);
    const db = openReader(path);
    expect(db.pragma("page_size", { simple: true })).toBe(16384);
    db.close();
    created(path);
  });

  it("take an empty file for a new one", () => {
    const path = temporaryFile();
    writeFileSync(path, "");
    expect(refusal(() => openReader(path))).toBe(
      `${path} is empty; fill it with: trueslope run <study> --db ${path}`,
    );
    openReader(created(path)).close();
  });

  it("refuse a missing file (readers) and a folder", () => {
    const path = temporaryFile();
    expect(refusal(() => openReader(path))).toBe(`${path} does not exist.`);
    expect(existsSync(path)).toBe(false);
    mkdirSync(path);
    for (const open of [openReader, openWriter])
      expect(refusal(() => open(path))).toBe(`${path} is a folder, not a database.`);
    const below = join(created(join(path, "x.db")), "y.db");
    expect(refusal(() => openStore(below, "0.1.0"))).toContain(`${below} cannot be created: `);
  });

  it("refuse what is not a database and leave it as it is", () => {
    const path = temporaryFile();
    writeFileSync(path, "name: a study, not a database\n".repeat(40));
    for (const open of [openReader, openWriter])
      expect(refusal(() => open(path))).toBe(`${path} is not a SQLite database (SQLITE_NOTADB).`);
    expect(readdirSync(dirname(path))).toEqual(["test.db"]);
  });

  it("refuse the database of another program and leave it as it is", () => {
    const path = temporaryFile();
    const other = new Database(path);
    other.exec("CREATE TABLE t (x)");
    for (const open of [openReader, openWriter])
      expect(refusal(() => open(path))).toContain("is a SQLite database, but not one of trueslope's");
    expect(other.pragma("journal_mode", { simple: true })).toBe("delete");
    other.close();
  });

  it.each([
    [0, "read it with the version that wrote it (npx trueslope@0.1.0)"],
    [99, "update trueslope to read it"],
  ])("refuse schema version %i and say what to do", (version, advice) => {
    const path = created();
    const db = new Database(path);
    db.prepare("UPDATE meta SET value = ? WHERE key = 'schema_version'").run(String(version));
    db.close();
    for (const open of [openReader, openWriter])
      expect(refusal(() => open(path))).toBe(
        `${path} has schema version ${version}, but this trueslope needs version 2: ${advice}, ` +
          "or choose another file with --db.",
      );
  });

  it.skipIf(process.platform === "win32")(
    "refuse to write to a read-only folder or file, but read there",
    () => {
      const path = created();
      const folder = dirname(path);
      const fresh = join(folder, "new.db");
      chmodSync(path, 0o444);
      chmodSync(folder, 0o555);
      asOrdinaryUser(() => {
        expect(refusal(() => openStore(fresh, "0.1.0"))).toMatch(/new\.db cannot be opened, .*read-only/);
        openReader(path).close();
      });
      chmodSync(folder, 0o777);
      asOrdinaryUser(() => {
        expect(refusal(() => openStore(path, "0.1.0"))).toMatch(/test\.db cannot be written, .*read-only/);
      });
      expect(readdirSync(folder)).toEqual(["test.db"]);
    },
  );

  it("leave no file behind if creation fails", () => {
    const path = temporaryFile();
    expect(() => openStore(path, null as unknown as string)).toThrow(/NOT NULL/);
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it("let one writer in at a time, by whatever name", () => {
    const path = created();
    const link = join(dirname(path), "link.db");
    symlinkSync(path, link);
    const store = openStore(path, "0.1.0");
    for (const name of [path, link])
      expect(refusal(() => openStore(name, "0.1.0"))).toBe(
        `${path} is being written by another trueslope (process ${process.pid}); ` +
          "wait for it to end, or choose another file with --db.",
      );
    store.register("x", [planned()]);
    store.close();
    created(link);
    expect(readdirSync(dirname(path)).sort()).toEqual(["link.db", "test.db"]);
  });

  it("tell of a full disk and keep what was committed", () => {
    const path = created();
    const db = new Database(path);
    const store = new Store(db, path, "0", () => {});
    const [run] = store.register("x", [planned()]);
    store.begin(run.runId, provenance);
    store.record(run.runId, cells.estimates(cells.vectors(10, 3), truth, "one"));
    const pages = db.pragma("page_count", { simple: true });
    db.pragma(`max_page_count = ${pages}`); // SQLite then reports what it reports for a full disk
    const large = cells.estimates(cells.vectors(100, 300), null, "two");
    expect(refusal(() => store.record(run.runId, [cells.probe(truth), large]))).toBe(
      `${path} cannot grow, the disk is full; rows committed so far are intact (SQLITE_FULL).`,
    );
    expect(refusal(() => store.record(run.runId, large))).toContain("the disk is full");
    store.end(run.runId, "failed", "the disk is full");
    store.close();
    const reader = openReader(path);
    expect(
      reader.prepare("SELECT count(*), count(theta) FROM estimate JOIN probe USING (probe_id)").raw().get(),
    ).toEqual([10, 0]);
    expect(reader.pragma("integrity_check", { simple: true })).toBe("ok");
    reader.close();
  });
});
