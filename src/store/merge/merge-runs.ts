import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { type Difference, firstDifference, shown } from "../difference.ts";
import { explained } from "../explain.ts";

/** A database to merge, open for reading. */
export interface Source {
  readonly path: string;
  readonly db: Database.Database;
}

/** A run that is kept, and where it is. */
export interface KeptRun {
  readonly source: Source;
  readonly runId: bigint;
}

interface Found extends KeptRun {
  readonly study: string;
  readonly agent: string;
  readonly seed: bigint;
  readonly from: bigint;
  readonly status: string;
  readonly hash: string;
}

/** How much there is to lose of a run that is not done. */
const WORTH: Readonly<Record<string, number>> = { done: 2, failed: 1, interrupted: 1, running: 1, queued: 0 };

/**
 * The runs of a merged database, in the order in which they first appear; of a run that is in several databases
 * the one that is done, else the one that was started, else the first.
 *
 * @returns also a warning for each agent of which runs from different databases have different configurations
 * @throws StoreError if a run is there with two configurations
 */
export function chooseRuns(sources: readonly Source[]): { runs: readonly KeptRun[]; warnings: string[] } {
  const kept = new Map<string, Found>();
  for (const source of sources)
    for (const run of runsOf(source)) {
      const key = JSON.stringify([run.study, run.agent, String(run.seed), String(run.from)]);
      const before = kept.get(key);
      if (before && before.hash !== run.hash) throw new StoreError(refusal(before, run));
      if (!before || WORTH[run.status] > WORTH[before.status]) kept.set(key, run);
    }
  const runs = [...kept.values()];
  return { runs, warnings: mixtures(runs) };
}

function runsOf(source: Source): Found[] {
  const select = source.db.prepare<[], Omit<Found, "source">>(
    `SELECT r.run_id AS runId, x.name AS study, r.agent, r.seed, r.from_iteration AS "from", r.status,
        r.config_hash AS hash
      FROM run AS r JOIN study AS x USING (study_id) ORDER BY r.run_id`,
  );
  const runs = explained(source.path, () => select.safeIntegers().all());
  return runs.map((run) => ({ ...run, source }));
}

/** Agents whose seeds are no replicates of each other, because they were run with different settings. */
function mixtures(runs: readonly Found[]): string[] {
  const first = new Map<string, { run: Found; config: object }>();
  const warnings = new Map<string, string>();
  const last = new Map(runs.map((run) => [JSON.stringify([run.study, run.agent, String(run.seed)]), run]));
  for (const run of last.values()) {
    const key = JSON.stringify([run.study, run.agent]);
    const before = first.get(key);
    const config = { ...configOf(run), seed: undefined };
    if (!before) first.set(key, { run, config });
    else if (before.run.source !== run.source && !warnings.has(key)) {
      const difference = firstDifference(before.config, config);
      if (difference)
        warnings.set(
          key,
          `agent ${run.agent} of ${run.study}: seeds ${before.run.seed} and ${run.seed} have different ` +
            `configurations (${told(difference, before.run, run)}), and the views take them for replicates.`,
        );
    }
  }
  return [...warnings.values()];
}

function refusal(a: Found, b: Found): string {
  const difference = firstDifference(configOf(a), configOf(b));
  return (
    `agent ${a.agent}, seed ${a.seed} of ${a.study} is in ${a.source.path} and in ${b.source.path} with ` +
    `different configurations (${difference ? told(difference, a, b) : "they were hashed differently"}); ` +
    "what differs needs another name, of the agent or of the study."
  );
}

function told({ path, before, after }: Difference, a: Found, b: Found): string {
  return `${path || "all of it"}: ${shown(before)} in ${a.source.path}, ${shown(after)} in ${b.source.path}`;
}

function configOf({ source, runId }: KeptRun): object {
  const config = source.db.prepare("SELECT config FROM run WHERE run_id = ?").pluck().get(runId);
  return JSON.parse(config as string);
}
