import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { NEVER, of, startWith } from "rxjs";
import { describe, expect, it } from "vitest";
import type { RunConfig } from "../../src/config/plan.ts";
import { mergeDatabases } from "../../src/store/merge/merge.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { execute } from "../../src/sweep/execute.ts";
import type { Runner } from "../../src/sweep/pool.ts";
import { needs } from "../suite/needs.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";

const LOST = expect.objectContaining({ name: "StoreError", code: "STORE_LOST" }) as Error;

const created = (path = temporaryFile()): string => {
  openStore(path, "0.1.0").close();
  return path;
};

const beside = (path: string, name: string) => join(dirname(path), name);

describe("a database", () => {
  it.each([":memory:", "file:x.db", "FILE:x.db?mode=memory", ""])('is not "%s"', (name) => {
    const message = `"${name}" names no file`;
    expect(() => openStore(name, "0.1.0")).toThrow(message);
    expect(() => openReader(name)).toThrow(message);
    const merge = () => mergeDatabases([created(), created()], name, { packageVersion: "0.1.0" });
    expect(merge).toThrow(message);
    expect(existsSync(name)).toBe(false);
  });

  it("whose writer was killed before there was a log is taken back to what it was", () => {
    const [path, killed] = [created(), temporaryFile()];
    const writer = new Database(path);
    for (const setting of ["journal_mode = delete", "cache_size = 1"]) writer.pragma(setting);
    writer.exec("BEGIN; CREATE TABLE half AS SELECT zeroblob(1e6) AS done");
    for (const suffix of ["", "-journal"]) copyFileSync(path + suffix, killed + suffix); // as they lie after SIGKILL
    writer.close();
    expect(() => openReader(killed)).toThrow("left in the midst of a change by a writer that was killed");
    openStore(killed, "0.1.0").close();
    const reader = openReader(killed);
    expect(reader.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    reader.close();
  });

  it("with several names is not written, whether its writer lives or not", () => {
    const path = created();
    const link = beside(path, "link.db");
    linkSync(path, link);
    for (const name of [path, link])
      expect(() => openStore(name, "0.1.0")).toThrow("has 2 names (hard links)");
    rmSync(link);
    const store = openStore(path, "0.1.0");
    linkSync(path, link);
    expect(() => openStore(link, "0.1.0")).toThrow("has 2 names (hard links)");
    expect(() => openReader(link)).toThrow(
      `${link} is also called ${path}, and is being written under that name`,
    );
    store.close();
    openReader(link).close(); // a copy that a backup made by links
  });

  it("that was moved after its writer was killed is taken as it is", () => {
    const path = created();
    const db = new Database(path);
    db.exec("INSERT INTO meta VALUES ('writer', '/nowhere/x.db')");
    db.close();
    openReader(path).close();
    created(path);
    const reader = openReader(path);
    expect(reader.prepare("SELECT count(*) FROM meta WHERE key = 'writer'").pluck().get()).toBe(0);
    reader.close();
  });
});

describe.skipIf(!needs.mounts().met)("a file that is mounted elsewhere", () => {
  /** The error of opening `mounted` in a process that sees `path` there, and the former only if `hidden` is not given. */
  const errorUnder = (path: string, mounted: string, hidden: boolean): string => {
    writeFileSync(mounted, "");
    const commands = [
      `mount --bind ${path} ${mounted}`,
      ...(hidden ? [`mount -t tmpfs none ${dirname(path)}`] : []),
      `${process.execPath} dist/bundle/main.js run experiments/quickstart/study.yaml --quiet --db ${mounted}`,
    ];
    return spawnSync("unshare", ["-m", "sh", "-ec", commands.join(" && ")], { encoding: "utf8" }).stderr;
  };

  it.each([false, true])("is not written there while it is here (hidden: %s)", (hidden) => {
    const path = created();
    const mounted = temporaryFile("mounted.db");
    const store = openStore(path, "0.1.0");
    store.register("x", [planned()]);
    expect(errorUnder(path, mounted, hidden)).toContain(
      hidden
        ? `${mounted} is being written under another name, ${path}`
        : `${mounted} is also called ${path}`,
    );
    store.register("y", [planned()]);
    store.close();
    const reader = openReader(path);
    expect(reader.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(reader.prepare("SELECT group_concat(name) FROM study").pluck().get()).toBe("x,y");
    reader.close();
  });
});

describe("a file that goes away while it is written", () => {
  const copies = (path: string) => readdirSync(dirname(path)).filter((name) => name.includes("rescued"));
  const recorded = (path: string) => {
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    store.begin(run.runId, provenance);
    store.record(run.runId, cells.estimates(cells.vectors(10, 3), null));
    return store;
  };

  it.each([
    ["deleted", (path: string) => rmSync(path)],
    ["deleted with its folder", (path: string) => rmSync(dirname(path), { recursive: true })],
    ["moved", (path: string) => renameSync(path, beside(path, "moved.db"))],
    ["replaced", (path: string) => renameSync(created(), path)],
  ])("is saved beside its place when it was %s", (_, change) => {
    const path = temporaryFile();
    const store = recorded(path);
    change(path);
    expect(() => store.close()).toThrow(LOST);
    const [copy] = copies(path);
    const reader = openReader(beside(path, copy));
    expect(reader.prepare("SELECT count(*) FROM estimate").pluck().get()).toBe(10);
    expect(reader.pragma("integrity_check", { simple: true })).toBe("ok");
    reader.close();
    store.close(); // once more does nothing
    openStore(beside(path, copy), "0.1.0").close();
  });

  it("cannot be saved where nothing can be written, and that is said", () => {
    const path = temporaryFile();
    const store = recorded(path);
    rmSync(dirname(path), { recursive: true });
    writeFileSync(dirname(path), "a file in the way");
    expect(() => store.close()).toThrow(/deleted, moved or replaced .* is lost: /);
  });

  it("leaves the lock of one that took its place", () => {
    const path = temporaryFile();
    const store = recorded(path);
    rmSync(dirname(path), { recursive: true });
    mkdirSync(dirname(path));
    const next = openStore(path, "0.1.0");
    expect(() => store.close()).toThrow(LOST);
    expect(() => openStore(path, "0.1.0")).toThrow("is being written by another trueslope");
    next.close();
  });

  it("ends a sweep at the next sign of life", async () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [{ runId }] = store.register("x", [planned()]);
    const runner: Runner = {
      ahead: 0,
      run: () => NEVER.pipe(startWith({ begun: true } as const)),
      reference: () => of(),
    };
    const config = { probe: undefined } as RunConfig;
    const sweep = execute({
      ...{ jobs: [{ runId, config }], store, runner, concurrency: 1, provenance, heartbeat: 5 },
      onEvent: () => rmSync(path),
    });
    await expect(sweep).rejects.toThrow(LOST);
    expect(() => store.close()).toThrow(LOST);
    expect(copies(path)).toHaveLength(1);
  });
});
