import type Database from "better-sqlite3";
import { now } from "../schema.ts";
import { fromBlob } from "../vectors.ts";

/** A θ that was probed, without what was found there. */
export interface ProbedPoint {
  readonly iteration: number;
  readonly theta: Float64Array; // [P]
  /** As of `ProbeEvent`. */
  readonly normalizer: Float64Array;
}

/** Seconds from the last start of a run to a time, and of the starts before it whose rows are kept. */
const SECONDS = "earlier_seconds + 86400 * (julianday(?) - julianday(started_at))";

/**
 * Prepares what writes where a run goes on from if its process ends.
 *
 * @returns a function of the run, the updates made, the CRC-32 of the environment steps of its estimates so far, and the
 *   state; null where `final_state` has it
 */
export const checkpointRecorder = (
  db: Database.Database,
): ((runId: number, iteration: number, steps: number, state: string | null) => void) => {
  const replace = db.prepare(
    `INSERT OR REPLACE INTO checkpoint (run_id, iteration, steps, seconds, state)
      SELECT run_id, ?, ?, coalesce(${SECONDS}, 0), ? FROM run WHERE run_id = ?`,
  );
  return (runId, iteration, steps, state) => void replace.run(iteration, steps, now(), state, runId);
};

/** What a run that has a checkpoint goes on with. */
export const checkpointKeeper = (db: Database.Database) => {
  const use = db
    .prepare<[number], number>("UPDATE checkpoint SET used = 1 WHERE run_id = ? RETURNING steps")
    .pluck();
  const drop = db.prepare("DELETE FROM checkpoint WHERE run_id = ?");
  const dropUsed = db.prepare("DELETE FROM checkpoint WHERE run_id = ? AND used = 1");
  const state = db
    .prepare<[number], string>(
      "SELECT coalesce(c.state, s.state) FROM checkpoint AS c LEFT JOIN final_state AS s USING (run_id) WHERE run_id = ?",
    )
    .pluck();
  const probes = db.prepare<[number], { iteration: number; theta: Buffer; normalizer: Buffer | null }>(
    `SELECT iteration, theta, normalizer FROM probe AS p
      WHERE run_id = ? AND theta IS NOT NULL AND NOT EXISTS (SELECT 1 FROM truth AS t WHERE t.probe_id = p.probe_id)
      ORDER BY iteration`,
  );
  return {
    /** Notes that it is gone on from. @returns CRC-32 of the environment steps of the run's estimates; 0 without a checkpoint */
    use: (runId: number): number => use.get(runId) ?? 0,
    drop: (runId: number): void => void drop.run(runId),
    dropUsed: (runId: number): void => void dropUsed.run(runId),
    /** Undefined without a checkpoint. */
    state: (runId: number): string | undefined => state.get(runId),
    /** Probes that wait for the truth that they are compared with, in their order. */
    waiting: (runId: number): ProbedPoint[] =>
      probes.all(runId).map(({ iteration, theta, normalizer }) => ({
        iteration,
        theta: fromBlob(theta),
        normalizer: normalizer ? fromBlob(normalizer) : new Float64Array(0),
      })),
  };
};
