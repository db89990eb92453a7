import type Database from "better-sqlite3";
import { quoted, tablesOf } from "../merge/merge-tables.ts";

/**
 * Prepares what deletes the results of a run after its checkpoint.
 *
 * @returns a function of the run and the updates that were made before the checkpoint, at whose θ everything stays; −1
 *   deletes all
 */
export const resultsDropper = (db: Database.Database): ((runId: number, after: number) => void) => {
  const later = "SELECT probe_id FROM probe WHERE run_id = ? AND iteration > ?";
  const ofProbes = tablesOf(db).filter(({ parents }) => parents.includes("probe"));
  const statements = [
    ...ofProbes.map(({ name }) => `DELETE FROM ${quoted(name)} WHERE probe_id IN (${later})`),
    "UPDATE probe SET theta = NULL, normalizer = NULL WHERE run_id = ? AND iteration > ?",
    "DELETE FROM iteration WHERE run_id = ? AND iteration >= ?", // its row tells of the update that follows, too
    "DELETE FROM evaluation WHERE run_id = ? AND iteration > ?",
    "DELETE FROM final_state WHERE run_id = ? AND iteration > ?",
    "DELETE FROM checkpoint WHERE run_id = ? AND iteration > ?",
  ].map((sql) => db.prepare(sql));
  return (runId, after) => {
    for (const statement of statements) statement.run(runId, after);
  };
};
