import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { chainReader, standingOf } from "./chain.ts";
import { differingRuns, type PlannedConfiguration, refusal } from "./register-differing.ts";

/** What a database has of a planned run. */
export interface Standing {
  readonly done: boolean;
  /** Updates of the finished run that it would go on from; 0 where it begins at the first θ. */
  readonly from: number;
}

/**
 * What `registerRuns` would find of a plan, written nowhere.
 *
 * @param replace as of `registerRuns`
 * @throws StoreError as `registerRuns` does
 */
export function standingRuns(
  db: Database.Database,
  path: string,
  study: string,
  runs: readonly PlannedConfiguration[],
  replace = false,
): Standing[] {
  const studyId = db.prepare("SELECT study_id FROM study WHERE name = ?").pluck().get(study);
  if (studyId === undefined) return runs.map(() => ({ done: false, from: 0 }));
  const differing = differingRuns(db, Number(studyId), runs);
  if (differing.length > 0 && !replace) throw new StoreError(refusal(path, study, differing));
  const outdated = new Set(differing.map(({ runId }) => runId));
  const chainOf = chainReader(db);
  return runs.map((run) => {
    const standing = standingOf(chainOf(Number(studyId), run));
    if (standing?.status !== "done" || outdated.has(standing.runId)) return { done: false, from: 0 };
    const done = standing.configHash === run.configHash;
    return { done, from: done ? 0 : (standing.stateAt ?? 0) };
  });
}
