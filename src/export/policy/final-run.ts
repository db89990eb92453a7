import type { RunConfig } from "../../config/plan.ts";
import { StoreError } from "../../errors/store-error.ts";
import { openReader } from "../../store/open.ts";
import type { PolicyOrigin } from "./described.ts";

/** A finished run, and the state that training left. */
export interface FinalRun {
  readonly origin: PolicyOrigin;
  readonly config: RunConfig;
  /** As `restored` takes it. */
  readonly state: string;
}

interface FinalRow {
  readonly run: number;
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly iteration: number;
  readonly config: string;
}

/** Finished runs that have learned something, without those that another goes on from. */
const FINAL = `
  SELECT r.run_id AS run, x.name AS study, r.agent, r.seed, s.iteration, r.config
  FROM final_state AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE r.status = 'done' AND NOT EXISTS (
    SELECT 1 FROM run AS n
    WHERE n.study_id = r.study_id AND n.agent = r.agent AND n.seed = r.seed AND n.status = 'done'
      AND n.from_iteration > r.from_iteration
  ) ORDER BY r.run_id`;

/** Runs that a message lists. */
const MAX_LISTED = 8;

/**
 * The finished run of a number, or the only one there is.
 *
 * @throws StoreError where there is none, or several and no number is given
 */
export const finalRun = (path: string, wanted?: number): FinalRun => {
  const db = openReader(path);
  try {
    const rows = db.prepare<[], FinalRow>(FINAL).all();
    const listed = rows
      .slice(0, MAX_LISTED)
      .map(({ run, study, agent, seed }) => `${run} (${study}, ${agent}, seed ${seed})`);
    const there = `${listed.join(", ")}${rows.length > MAX_LISTED ? ` and ${rows.length - MAX_LISTED} more` : ""}`;
    if (rows.length === 0) throw new StoreError(`${path} has no finished run that has learned something.`);
    if (wanted === undefined && rows.length > 1)
      throw new StoreError(`${path} has ${rows.length} finished runs; choose one with --run: ${there}`);
    const row = wanted === undefined ? rows[0] : rows.find(({ run }) => run === wanted);
    if (row === undefined)
      throw new StoreError(
        `${path} has no finished run ${wanted} that has learned something; there are ${there}`,
      );
    const { config, ...origin } = row;
    const state = db
      .prepare<[number], string>("SELECT state FROM final_state WHERE run_id = ?")
      .pluck()
      .get(row.run) as string;
    return { origin, config: JSON.parse(config), state };
  } finally {
    db.close();
  }
};
