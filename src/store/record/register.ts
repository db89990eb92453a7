import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { now } from "../schema.ts";
import { type ChainedRun, chainReader, goesOn, type Resumable, standingOf, whyUnused } from "./chain.ts";
import { differingRuns, refusal } from "./register-differing.ts";
import { resultsDropper } from "./results.ts";

/** An estimator of a planned run: what it is and what it claims. */
export interface PlannedEstimator {
  readonly name: string;
  readonly kind: string;
  /** `discounted` or `none`. */
  readonly stateWeight: string;
  readonly unbiased: boolean;
  /** How it depends on its batch: `mean`, `nearly-mean`, or `unknown` if not given. */
  readonly batchLaw?: string | undefined;
  readonly config: unknown;
}

/** A run as the sweep plans it: one agent with one seed. */
export interface PlannedRun {
  readonly agent: string;
  /** An integer. */
  readonly seed: number;
  readonly environment: string;
  /** The resolved configuration; anything that JSON can hold. */
  readonly config: unknown;
  readonly configHash: string;
  /** Iterations at which the run will probe, ascending. */
  readonly probes: readonly number[];
  readonly estimators: readonly PlannedEstimator[];
}

/** Where a planned run lives, and whether it is finished already. */
export interface RegisteredRun {
  readonly runId: number;
  readonly done: boolean;
  /** The run from whose state it goes on: a finished one of fewer updates, or itself, where it has a checkpoint. */
  readonly continues?: number;
  /** Updates that were made until there. */
  readonly from?: number;
  /** Why the checkpoint that it has is not used, such as "by version 0.0.1, and this is 0.1.0". */
  readonly unused?: string;
}

/**
 * Writes the plan, in plan order, so that identifiers do not depend on which worker is faster. A finished run
 * with the same configuration is left alone; one that differs only by fewer updates, and whose final state is there, is
 * continued by a new run; one that was ended before it was done goes on from its checkpoint, with the rows until there; any other
 * run of the plan starts from no rows, under the identifiers it had. To be called inside a transaction.
 *
 * @param version of this package
 * @param replace whether runs of the study that have another configuration than planned (see `differingRuns`) make way:
 *   those of the plan start from no rows, the others are deleted
 * @throws StoreError if there are such runs without `replace`, or the plan names a run twice
 */
export function registerRuns(
  db: Database.Database,
  path: string,
  study: string,
  runs: readonly PlannedRun[],
  version: string,
  replace = false,
): RegisteredRun[] {
  db.prepare("INSERT INTO study (name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING").run(study, now());
  const studyId = db.prepare("SELECT study_id FROM study WHERE name = ?").pluck().get(study) as number;
  const differing = differingRuns(db, studyId, runs);
  if (differing.length > 0 && !replace) throw new StoreError(refusal(path, study, differing));
  const chainOf = chainReader(db);
  const drop = db.prepare("DELETE FROM run WHERE run_id = ?");
  const outdated = new Set(differing.map(({ runId }) => runId));
  for (const each of differing) {
    const [first, ...others] = chainOf(studyId, each);
    for (const { runId } of each.planned ? others : [first, ...others]) drop.run(runId);
    outdated.add(first.runId);
  }
  const insert = db.prepare(
    "INSERT INTO run (study_id, agent, seed, environment, from_iteration, config, config_hash, status) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, 'queued')",
  );
  const dropResults = resultsDropper(db);
  const fill = planFiller(db, dropResults);
  const begin = (run: PlannedRun, from: number): number => {
    const { agent, seed, environment, config, configHash } = run;
    const row = insert.run(studyId, agent, seed, environment, from, JSON.stringify(config), configHash);
    return Number(row.lastInsertRowid);
  };
  const filled = (
    runId: number,
    run: PlannedRun,
    { continued, unused }: { continued?: ChainedRun; unused?: string | undefined } = {},
  ): RegisteredRun => {
    const from = continued?.stateAt ?? -1;
    fill(runId, { ...run, probes: run.probes.filter((iteration) => iteration > from) });
    const after = continued && { continues: continued.runId, from };
    return { runId, done: false, ...after, ...(unused !== undefined && { unused }) };
  };
  const queue = db.prepare(
    "UPDATE run SET status = 'queued', ended_at = NULL, error = NULL WHERE run_id = ?",
  );
  const resumed = ({ runId, checkpointAt: from }: Resumable): RegisteredRun => {
    dropResults(runId, from);
    queue.run(runId);
    return { runId, done: false, continues: runId, from };
  };
  const seen = new Set<string>();
  return runs.map((run) => {
    const key = JSON.stringify([run.agent, run.seed]);
    if (seen.has(key))
      throw new StoreError(`${path}: the plan names agent ${run.agent}, seed ${run.seed} twice.`);
    seen.add(key);
    const chain = chainOf(studyId, run);
    const standing = standingOf(chain);
    const last = chain.at(-1);
    if (standing === undefined || last === undefined) return filled(begin(run, 0), run);
    if (outdated.has(standing.runId)) return filled(standing.runId, run);
    if (goesOn(last, run.configHash, version)) return resumed(last);
    const unused = whyUnused(last, run.configHash, version);
    if (standing.status !== "done") return filled(standing.runId, run, { unused });
    if (standing.configHash === run.configHash) {
      if (last !== standing) drop.run(last.runId); // a longer run that was given up
      return { runId: standing.runId, done: true };
    }
    const runId = last === standing ? begin(run, standing.stateAt ?? 0) : last.runId;
    return filled(runId, run, { continued: standing, unused });
  });
}

/** Brings a run that is not done to its state before the first start: planned probes and estimators, no results. */
function planFiller(
  db: Database.Database,
  dropResults: ReturnType<typeof resultsDropper>,
): (runId: number, run: PlannedRun) => void {
  const reset = db.prepare(
    "UPDATE run SET environment = ?, config = ?, config_hash = ?, status = 'queued', heartbeat = NULL, " +
      "started_at = NULL, ended_at = NULL, error = NULL WHERE run_id = ?",
  );
  const dropEstimators = db.prepare("DELETE FROM estimator WHERE run_id = ?");
  const planned = db.prepare("SELECT iteration FROM probe WHERE run_id = ? ORDER BY probe_id").pluck();
  const dropProbes = db.prepare("DELETE FROM probe WHERE run_id = ?");
  const addProbe = db.prepare("INSERT INTO probe (run_id, iteration) VALUES (?, ?)");
  const addEstimator = db.prepare(
    "INSERT INTO estimator (run_id, estimator, kind, state_weight, unbiased, config, batch_law) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  return (runId, { environment, config, configHash, probes, estimators }) => {
    reset.run(environment, JSON.stringify(config), configHash, runId);
    dropResults(runId, -1);
    dropEstimators.run(runId);
    if (JSON.stringify(planned.all(runId)) !== JSON.stringify(probes)) {
      dropProbes.run(runId);
      for (const iteration of probes) addProbe.run(runId, iteration);
    }
    for (const { name, kind, stateWeight, unbiased, config, batchLaw = "unknown" } of estimators)
      addEstimator.run(runId, name, kind, stateWeight, Number(unbiased), JSON.stringify(config), batchLaw);
  };
}
