import { expect, test } from "vitest";
import { openReader, openStore } from "../../src/store/open.ts";
import { queryRows } from "../../src/store/query.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import { estimates, moments, planned, probe, provenance, vectors } from "./cells.ts";

/** A database with one probe of two estimators. */
const filled = (): string => {
  const path = temporaryFile();
  const store = openStore(path, "0.1.0");
  const [{ runId }] = store.register("x", [planned()]);
  store.begin(runId, provenance);
  store.record(runId, [
    probe([1, 1, 1]),
    moments(),
    estimates(vectors(20, 3), [1, 1, 1]),
    estimates(vectors(20, 3, 7), [1, 1, 1], "other"),
  ]);
  store.end(runId, "done");
  store.close();
  return path;
};

test("queries see what the views say", () => {
  const path = filled();
  const reader = openReader(path);
  for (const view of ["estimator_summary", "estimator_over_seeds", "batch_for_alignment", "learning_curve"]) {
    const sql = `SELECT * FROM ${view} ORDER BY 1, 2, 3, 4, 5, 6`;
    const inSnapshot = readSnapshot(path, (query) => query(sql));
    expect(inSnapshot).toEqual(queryRows(reader, sql));
    if (view !== "learning_curve") expect(inSnapshot.length).toBeGreaterThan(0);
  }
  reader.close();
});

test("all queries see one state, and a writer is not kept waiting", () => {
  const path = filled();
  const store = openStore(path, "0.1.0");
  const count =
    "SELECT count(*) AS n, (SELECT sum(replicates) FROM estimator_summary) AS summarized FROM estimate";
  readSnapshot(path, (query) => {
    expect(query(count)).toEqual([{ n: 40, summarized: 40 }]);
    const [, { runId }] = store.register("x", [planned(), planned({ agent: "b" })]);
    store.begin(runId, provenance);
    store.record(runId, [probe([1, 1, 1]), estimates(vectors(5, 3), [1, 1, 1])]);
    expect(query(count)).toEqual([{ n: 40, summarized: 40 }]);
  });
  expect(readSnapshot(path, (query) => query(count))).toEqual([{ n: 45, summarized: 45 }]);
  store.close();
});

test("the database cannot be written through it", () => {
  const path = filled();
  for (const sql of ["DELETE FROM main.estimate RETURNING 1", "UPDATE main.run SET seed = 7 RETURNING 1"])
    expect(() => readSnapshot(path, (query) => query(sql))).toThrow(/readonly|read-only/);
});

test("a file that is not there is one clear message", () => {
  expect(() => readSnapshot("no-such-file.db", () => 0)).toThrow("no-such-file.db does not exist.");
});
