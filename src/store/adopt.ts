import type Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";
import { rowCopier } from "./merge/merge-rows.ts";
import { tablesOf, tablesOfRuns } from "./merge/merge-tables.ts";

/** How a run that was made elsewhere has ended. */
export interface AdoptedRun {
  readonly status: string;
  readonly error: string | null;
}

interface SourceRun extends AdoptedRun {
  readonly run_id: number;
  readonly config_hash: string;
}

/**
 * Gives a function that puts the one run of another database in the place of a registered run, with all of its rows, in one
 * transaction.
 *
 * @returns it throws StoreError if the other has not this run alone
 */
export const runAdopter = (db: Database.Database): ((runId: number, path: string) => AdoptedRun) => {
  const tables = tablesOf(db);
  const copy = rowCopier(db, tables, tablesOfRuns(tables));
  const registered = db
    .prepare<[number], string>("SELECT config_hash FROM main.run WHERE run_id = ?")
    .pluck();
  const drop = db.prepare("DELETE FROM main.run WHERE run_id = ?");
  const adopt = db.transaction((runId: number, path: string): AdoptedRun => {
    const runs = db.prepare<[], SourceRun>("SELECT run_id, config_hash, status, error FROM source.run").all();
    const [run] = runs;
    if (runs.length !== 1 || run.config_hash !== registered.get(runId))
      throw new StoreError(`${path} is not of the run that was asked for.`);
    drop.run(runId);
    copy([[run.run_id, runId]]);
    return { status: run.status, error: run.error };
  });
  return (runId, path) => {
    db.prepare("ATTACH ? AS source").run(path);
    try {
      return adopt.immediate(runId, path);
    } finally {
      db.exec("DETACH source");
    }
  };
};
