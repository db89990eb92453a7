import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { LiveReader, SUMMARY } from "../../src/store/live.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import type { Query } from "../../src/store/snapshot.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";

/** A run with two probes, both with estimates, that is still running; θ moved between them. */
const begun = (path: string, seed = 0) => {
  const store = openStore(path, "0.1.0");
  const [{ runId }] = store.register("x", [planned({ seed })]);
  store.begin(runId, provenance);
  const at = (iteration: number) => ({ iteration });
  store.record(runId, [
    { ...cells.probe([1, 0, 2]), ...at(0) },
    { ...cells.moments(), ...at(0) },
    { ...cells.estimates(cells.vectors(5, 3), [1, 0, 2]), ...at(0) },
    { ...cells.probe([0, 1, 2]), ...at(50) },
    { ...cells.estimates(cells.vectors(4, 3, 7), [0, 1, 2]), ...at(50) },
  ]);
  return { store, runId };
};

const VIEWS = ["estimator_summary", "estimator_over_seeds", "batch_for_alignment", "learning_curve"];
const all = (query: Query) => VIEWS.map((view) => query(`SELECT * FROM ${view}`));
const x = () => ["x"];

const directly = (path: string) => {
  const db = openReader(path);
  try {
    return all((sql) => db.prepare(sql).all() as never);
  } finally {
    db.close();
  }
};

test("shows what the views show, of runs underway and done, however often it is asked", () => {
  const path = temporaryFile();
  const { store, runId } = begun(path);
  const reader = new LiveReader(path);
  expect(reader.read(x, all)).toEqual(directly(path));
  store.end(runId, "done");
  const [{ runId: second }] = store.register("x", [planned({ seed: 1 })]);
  store.begin(second, provenance);
  store.record(second, [cells.probe([1, 0, 2]), cells.estimates(cells.vectors(3, 3, 5), [1, 0, 2])]);
  for (let i = 0; i < 2; i++) expect(reader.read(x, all)).toEqual(directly(path));
  expect(reader.read(x, all)[0]).toHaveLength(3);
  store.record(second, { ...cells.estimates(cells.vectors(3, 3, 9), [1, 0, 2], "other"), iteration: 0 });
  expect(reader.read(x, all)).toEqual(directly(path));
  store.close();
});

test("shows the studies that are chosen, or none", () => {
  const path = temporaryFile();
  const { store } = begun(path);
  store.register("y", [planned()]);
  const reader = new LiveReader(path);
  const cellsIn = (query: Query) => query("SELECT * FROM estimator_summary").length;
  expect(reader.read(() => ["y"], cellsIn)).toBe(0);
  expect(reader.read(() => [], cellsIn)).toBe(0);
  expect(reader.read(x, cellsIn)).toBe(2);
  store.close();
});

test("reads a settled probe once, one that is underway every time, and a repeated run anew", () => {
  const path = temporaryFile();
  const { store, runId } = begun(path);
  const reader = new LiveReader(path);
  const norms = () =>
    reader
      .read(x, (query) => query("SELECT mean_norm FROM estimator_summary ORDER BY iteration"))
      .map(({ mean_norm }) => mean_norm);
  const before = norms();
  const meddler = new Database(path);
  meddler.exec("UPDATE cell SET norm = 99 * finite"); // as nobody does; so it tells what was read again
  expect(norms()).toEqual([before[0], 99]);
  store.end(runId, "failed", "why");
  expect(norms()).toEqual([before[0], 99]);
  meddler.exec("UPDATE cell SET norm = 77 * finite");
  expect(norms()).toEqual([before[0], 99]); // the run has ended, so both are settled
  store.register("x", [planned()]);
  expect(norms()).toEqual([]);
  store.begin(runId, provenance);
  store.record(runId, [cells.probe([1, 0, 2]), cells.estimates(cells.vectors(5, 3), [1, 0, 2])]);
  expect(norms()).toEqual([before[0]]);
  meddler.close();
  store.close();
});

test("holds nothing: while it reads, the log moves into the file, and between two readings the writer can close it", () => {
  const path = temporaryFile();
  const { store, runId } = begun(path);
  const reader = new LiveReader(path);
  reader.read(x, (query) => {
    all(query);
    store.end(runId, "done");
    const other = new Database(path, { timeout: 0 });
    expect(other.pragma("wal_checkpoint(truncate)")).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
    other.close();
    expect(query("SELECT status FROM run")).toEqual([{ status: "done" }]);
  });
  store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(reader.read(x, all)[0]).toHaveLength(2);
});

test("the summary of a probe is found by indexes, not by reading all estimates", () => {
  const path = temporaryFile();
  const { store } = begun(path);
  store.close();
  const db = openReader(path);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${SUMMARY}`).all("x", "a", 0, 0) as { detail: string }[];
  const lines = plan.map(({ detail }) => detail);
  expect(lines.filter((line) => /^SCAN (?!cell\b|CONSTANT)/.test(line))).toEqual([]);
  expect(lines.some((line) => /^SEARCH p .*iteration=\?/.test(line))).toBe(true);
  const everything = db.prepare("EXPLAIN QUERY PLAN SELECT * FROM estimator_summary").all() as typeof plan;
  expect(everything.some(({ detail }) => /^SCAN (?!cell\b)/.test(detail))).toBe(true); // so that this can be seen
  db.close();
});
