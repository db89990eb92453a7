import { mergeDatabases } from "../../src/store/merge/merge.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import type { PlannedRun } from "../../src/store/record/register.ts";
import type { RunEnd } from "../../src/store/run-facts.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";

export type Rows = unknown[][];

/** The rows of a query. */
export function query(path: string, sql: string): Rows {
  const db = openReader(path);
  try {
    return db.prepare(sql).raw().all() as Rows;
  } finally {
    db.close();
  }
}

export const merge = (inputs: string[], output: string, force = false) =>
  mergeDatabases(inputs, output, { packageVersion: "9.9.9", force, partial: true });

/** A database with some runs, each with rows if it was started. */
export function database(
  runs: readonly { run?: Partial<PlannedRun>; end?: RunEnd | "running" | "queued"; error?: string }[],
) {
  const path = temporaryFile();
  const store = openStore(path, "0.1.0");
  for (const { run = {}, end = "done", error } of runs) {
    const [{ runId }] = store.register("x", [planned(run)]);
    if (end === "queued") continue;
    store.begin(runId, provenance);
    store.record(runId, [cells.probe([1, 0, 2]), cells.estimates(cells.vectors(3, 3), [1, 0, 2])]);
    if (end !== "running") store.end(runId, end, error);
  }
  return { path, store, close: () => store.close() };
}

/** The same, closed; its path. */
export const closed = (...runs: Parameters<typeof database>[0]) => {
  const { path, close } = database(runs);
  close();
  return path;
};
