import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { type Difference, firstDifference, shown } from "../difference.ts";
import { explained } from "../explain.ts";
import { openReader } from "../open.ts";
import { shardOfFile } from "../shards.ts";

/** A run of a database that is merged. */
export interface FoundRun {
  readonly path: string;
  readonly runId: number;
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly from: number;
  readonly status: string;
  /** Updates before its checkpoint; null where it has none. */
  readonly checkpoint: number | null;
  readonly hash: string;
  /** Its configuration apart from the seed, JSON. */
  readonly settings: string;
}

/** How much there is to lose of a run. */
const worthOf = ({ status, checkpoint }: FoundRun): number => {
  if (status === "done") return Number.POSITIVE_INFINITY;
  return checkpoint === null ? Number(status !== "queued") : 2 + checkpoint;
};

const RUNS = `
  SELECT r.run_id AS runId, x.name AS study, r.agent, r.seed, r.from_iteration AS "from", r.status,
    c.iteration AS checkpoint, r.config_hash AS hash, json_remove(r.config, '$.seed') AS settings
  FROM run AS r JOIN study AS x USING (study_id) LEFT JOIN checkpoint AS c USING (run_id) ORDER BY r.run_id`;

/** The runs of a database, in the order of their identifiers. */
export const runsOf = (db: Database.Database, path: string): FoundRun[] => {
  const runs = explained(path, () => db.prepare<[], Omit<FoundRun, "path">>(RUNS).all());
  const texts = new Map<string, string>(); // seeds share their settings: each text is kept once
  return runs.map((run) => {
    const settings = texts.get(run.settings) ?? run.settings;
    texts.set(settings, settings);
    return { path, ...run, settings };
  });
};

/**
 * The runs of a merged database, in the order in which they first appear, in turn from each where all are shards; of a run
 * that is in several databases the one that is done, else the one with the last checkpoint, else the one that was started,
 * else the first.
 *
 * @param sources the runs of each database
 * @returns also a warning for each agent of which runs from different databases have different configurations
 * @throws StoreError if a run is there with two configurations
 */
export function chooseRuns(sources: readonly (readonly FoundRun[])[]): {
  runs: readonly FoundRun[];
  warnings: string[];
} {
  const kept = new Map<string, FoundRun>();
  for (const run of inOrder(sources)) {
    const key = JSON.stringify([run.study, run.agent, run.seed, run.from]);
    const before = kept.get(key);
    if (before && before.hash !== run.hash) throw new StoreError(refusal(before, run));
    if (!before || worthOf(run) > worthOf(before)) kept.set(key, run);
  }
  const runs = [...kept.values()];
  return { runs, warnings: mixtures(runs) };
}

/** Run k of shard i of n is number i + n k of the plan. */
const inOrder = (sources: readonly (readonly FoundRun[])[]): FoundRun[] => {
  const placed = sources.flatMap((runs) => {
    const shard = runs.length > 0 ? shardOfFile(runs[0].path) : undefined;
    return runs.map((run, k) => ({ run, place: shard ? shard.index + shard.count * k : -1 }));
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ run }) => run);
};

/** Agents whose seeds are no replicates of each other, because they were run with different settings. */
function mixtures(runs: readonly FoundRun[]): string[] {
  const first = new Map<string, FoundRun>();
  const warnings = new Map<string, string>();
  const last = new Map(runs.map((run) => [JSON.stringify([run.study, run.agent, run.seed]), run]));
  for (const run of last.values()) {
    const key = JSON.stringify([run.study, run.agent]);
    const before = first.get(key);
    if (!before) first.set(key, run);
    else if (before.path !== run.path && before.settings !== run.settings && !warnings.has(key)) {
      const difference = firstDifference(JSON.parse(before.settings), JSON.parse(run.settings));
      if (difference)
        warnings.set(
          key,
          `agent ${run.agent} of ${run.study}: seeds ${before.seed} and ${run.seed} have different ` +
            `configurations (${told(difference, before, run)}), and the views take them for replicates.`,
        );
    }
  }
  return [...warnings.values()];
}

function refusal(a: FoundRun, b: FoundRun): string {
  const difference = firstDifference(configOf(a), configOf(b));
  return (
    `agent ${a.agent}, seed ${a.seed} of ${a.study} is in ${a.path} and in ${b.path} with ` +
    `different configurations (${difference ? told(difference, a, b) : "they were hashed differently"}); ` +
    "what differs needs another name, of the agent or of the study."
  );
}

function told({ path, before, after }: Difference, a: FoundRun, b: FoundRun): string {
  return `${path || "all of it"}: ${shown(before)} in ${a.path}, ${shown(after)} in ${b.path}`;
}

function configOf({ path, runId }: FoundRun): object {
  const db = openReader(path);
  try {
    return JSON.parse(db.prepare("SELECT config FROM run WHERE run_id = ?").pluck().get(runId) as string);
  } finally {
    db.close();
  }
}
