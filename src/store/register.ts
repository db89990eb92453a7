import type Database from "better-sqlite3";
import { firstDifference } from "./difference.ts";
import { StoreError } from "./errors.ts";
import { now } from "./schema.ts";

/** An estimator of a planned run: what it is and what it claims. */
export interface PlannedEstimator {
  readonly name: string;
  readonly kind: string;
  /** `discounted` or `none`. */
  readonly stateWeight: string;
  readonly unbiased: boolean;
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
}

interface RunRow {
  run_id: number;
  status: string;
  config: string;
  config_hash: string;
}

/**
 * Writes the plan, in plan order, so that identifiers do not depend on which worker is faster. A finished run
 * with the same configuration is left alone; any other run starts from no rows, under the identifiers it had.
 * To be called inside a transaction.
 *
 * @throws StoreError if a finished run has another configuration, or the plan names a run twice
 */
export function registerRuns(
  db: Database.Database,
  path: string,
  experiment: string,
  runs: readonly PlannedRun[],
): RegisteredRun[] {
  db.prepare("INSERT INTO experiment (name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING").run(
    experiment,
    now(),
  );
  const experimentId = db
    .prepare("SELECT experiment_id FROM experiment WHERE name = ?")
    .pluck()
    .get(experiment);
  const find = db.prepare<[unknown, string, number], RunRow>(
    "SELECT run_id, status, config, config_hash FROM run WHERE experiment_id = ? AND agent = ? AND seed = ?",
  );
  const insert = db.prepare(
    "INSERT INTO run (experiment_id, agent, seed, environment, config, config_hash, status) " +
      "VALUES (?, ?, ?, ?, ?, ?, 'queued')",
  );
  const fill = planFiller(db);
  const seen = new Set<number>();
  return runs.map((run) => {
    const found = find.get(experimentId, run.agent, run.seed);
    if (found && seen.has(found.run_id))
      throw new StoreError(`${path}: the plan names agent ${run.agent}, seed ${run.seed} twice.`);
    const done = found?.status === "done";
    if (done && found.config_hash !== run.configHash)
      throw new StoreError(refusal(path, experiment, run, found.config));
    const { agent, seed, environment, config, configHash } = run;
    const runId =
      found?.run_id ??
      Number(
        insert.run(experimentId, agent, seed, environment, JSON.stringify(config), configHash)
          .lastInsertRowid,
      );
    seen.add(runId);
    if (!done) fill(runId, run);
    return { runId, done };
  });
}

/** Brings a run that is not done to its state before the first start: planned probes and estimators, no results. */
function planFiller(db: Database.Database): (runId: number, run: PlannedRun) => void {
  const reset = db.prepare(
    "UPDATE run SET environment = ?, config = ?, config_hash = ?, status = 'queued', heartbeat = NULL, " +
      "started_at = NULL, ended_at = NULL, error = NULL WHERE run_id = ?",
  );
  const results = [
    "DELETE FROM estimate WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM exact_moments WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM own_target WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM diagnostic WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM landscape WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM corrected_alignment WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM truth WHERE probe_id IN (SELECT probe_id FROM probe WHERE run_id = ?)",
    "DELETE FROM iteration WHERE run_id = ?",
    "DELETE FROM estimator WHERE run_id = ?",
    "UPDATE probe SET theta = NULL, normalizer = NULL WHERE run_id = ?",
  ].map((sql) => db.prepare(sql));
  const planned = db.prepare("SELECT iteration FROM probe WHERE run_id = ? ORDER BY probe_id").pluck();
  const dropProbes = db.prepare("DELETE FROM probe WHERE run_id = ?");
  const addProbe = db.prepare("INSERT INTO probe (run_id, iteration) VALUES (?, ?)");
  const addEstimator = db.prepare(
    "INSERT INTO estimator (run_id, estimator, kind, state_weight, unbiased, config) VALUES (?, ?, ?, ?, ?, ?)",
  );
  return (runId, { environment, config, configHash, probes, estimators }) => {
    reset.run(environment, JSON.stringify(config), configHash, runId);
    for (const statement of results) statement.run(runId);
    if (JSON.stringify(planned.all(runId)) !== JSON.stringify(probes)) {
      dropProbes.run(runId);
      for (const iteration of probes) addProbe.run(runId, iteration);
    }
    for (const { name, kind, stateWeight, unbiased, config } of estimators)
      addEstimator.run(runId, name, kind, stateWeight, Number(unbiased), JSON.stringify(config));
  };
}

function refusal(path: string, experiment: string, run: PlannedRun, stored: string): string {
  const difference = firstDifference(JSON.parse(stored), JSON.parse(JSON.stringify(run.config)));
  const show = (value: unknown) => (value === undefined ? "not set" : JSON.stringify(value));
  const change = difference
    ? `${difference.path || "the configuration"} was ${show(difference.before)}, now ${show(difference.after)}`
    : "its configuration was hashed differently";
  return (
    `${path}: agent ${run.agent}, seed ${run.seed} of ${experiment} is finished with another configuration ` +
    `(${change}), and finished rows are immutable; give the study another name, or choose another file with --db.`
  );
}
