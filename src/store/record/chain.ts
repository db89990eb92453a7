import type Database from "better-sqlite3";
import { engineDigest } from "../../arithmetic/engine.ts";
import { differences } from "../difference.ts";

/** A registered run of one agent with one seed; those that continue each other are a chain. */
export interface ChainedRun {
  readonly runId: number;
  readonly status: string;
  readonly config: string;
  readonly configHash: string;
  readonly engine: string | null;
  /** Updates of θ before its first row: 0 of the first of a chain. */
  readonly from: number;
  /** Updates after which its state was stored; null where none was. */
  readonly stateAt: number | null;
  /** Updates before its checkpoint; null where it has none. */
  readonly checkpointAt: number | null;
  /** Version that ran it last; null if it was never started. */
  readonly packageVersion: string | null;
}

/** The runs of an agent with a seed, each before the one that continues it. */
export const chainReader = (db: Database.Database) => {
  const select = db.prepare<[number, string, number], ChainedRun>(
    `SELECT r.run_id AS runId, status, config, config_hash AS configHash, engine, from_iteration AS "from",
        s.iteration AS stateAt, c.iteration AS checkpointAt, package_version AS packageVersion
      FROM run AS r LEFT JOIN final_state AS s USING (run_id) LEFT JOIN checkpoint AS c USING (run_id)
      WHERE study_id = ? AND agent = ? AND seed = ? ORDER BY from_iteration`,
  );
  return (
    studyId: number,
    { agent, seed }: { readonly agent: string; readonly seed: number },
  ): ChainedRun[] => select.all(studyId, agent, seed);
};

/** Whether a finished run is the beginning of a planned one: only the number of updates differs, and is larger. */
export const isContinuedBy = (
  run: ChainedRun,
  config: unknown,
  engine: string = engineDigest(),
): run is ChainedRun & { readonly stateAt: number } => {
  if (run.status !== "done" || run.stateAt === null) return false;
  if (run.engine !== null && run.engine !== engine) return false;
  const found = [...differences(JSON.parse(run.config), JSON.parse(JSON.stringify(config)))];
  const [{ path, before, after } = { path: "", before: 0, after: 0 }] = found;
  return found.length === 1 && path === "agent.iterations" && Number(after) > Number(before);
};

/**
 * Whether a run that was ended before it was done goes on from its checkpoint: what was planned is the same, and what made its
 * rows makes the next.
 *
 * @param version of this package
 */
export const goesOn = (run: ChainedRun | undefined, configHash: string, version: string): run is Resumable =>
  hasCheckpoint(run) && againstCheckpoint(run, configHash, version) === undefined;

/** A run with a checkpoint. */
export type Resumable = ChainedRun & { readonly checkpointAt: number };

const hasCheckpoint = (run: ChainedRun | undefined): run is Resumable =>
  run !== undefined && run.status !== "done" && run.checkpointAt !== null;

/** How the checkpoint of a run was made, where it is not gone on from; undefined where it is, or there is none. */
export const whyUnused = (
  run: ChainedRun | undefined,
  configHash: string,
  version: string,
): string | undefined => (hasCheckpoint(run) ? againstCheckpoint(run, configHash, version) : undefined);

const againstCheckpoint = (
  { configHash: hash, packageVersion, engine }: Resumable,
  configHash: string,
  version: string,
): string | undefined => {
  if (hash !== configHash) return "of another configuration";
  if (packageVersion !== version) return `by version ${packageVersion}, and this is ${version}`;
  return engine === engineDigest() ? undefined : "by an engine that rounds otherwise";
};

/** What of a chain a plan is compared with: its last run or, where that is to be done anew, the one that it continues. */
export const standingOf = (chain: readonly ChainedRun[]): ChainedRun | undefined => {
  const last = chain.at(-1);
  return last !== undefined && last.status !== "done" && last.from > 0 ? chain.at(-2) : last;
};
