import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { chainReader, goesOn, standingOf } from "./chain.ts";
import { differingRuns, type PlannedConfiguration, refusal } from "./register-differing.ts";

/** What a database has of a planned run. */
export interface Standing {
  readonly done: boolean;
  /** Updates of the finished run that it continues; 0 where it begins at the first θ. */
  readonly from: number;
  /** Updates before the checkpoint from which it would go on; undefined where it has none. */
  readonly checkpoint?: number | undefined;
}

/**
 * What `registerRuns` would find of a plan, written nowhere.
 *
 * @param version of this package
 * @param replace as of `registerRuns`
 * @throws StoreError as `registerRuns` does
 */
export function standingRuns(
  db: Database.Database,
  path: string,
  study: string,
  runs: readonly PlannedConfiguration[],
  version: string,
  replace = false,
): Standing[] {
  const studyId = db.prepare("SELECT study_id FROM study WHERE name = ?").pluck().get(study);
  if (studyId === undefined) return runs.map(() => ({ done: false, from: 0 }));
  const differing = differingRuns(db, Number(studyId), runs);
  if (differing.length > 0 && !replace) throw new StoreError(refusal(path, study, differing));
  const outdated = new Set(differing.map(({ runId }) => runId));
  const chainOf = chainReader(db);
  return runs.map((run) => {
    const chain = chainOf(Number(studyId), run);
    const [standing, last] = [standingOf(chain), chain.at(-1)];
    if (standing === undefined || outdated.has(standing.runId)) return { done: false, from: 0 };
    const checkpoint = goesOn(last, run.configHash, version) ? last.checkpointAt : undefined;
    if (standing.status !== "done") return { done: false, from: 0, checkpoint };
    const done = standing.configHash === run.configHash;
    return { done, from: done ? 0 : (standing.stateAt ?? 0), checkpoint };
  });
}
