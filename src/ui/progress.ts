import { type RunConfig, trajectoriesOfUpdate } from "../config/plan.ts";
import { literal } from "../report/text/literal.ts";
import type { Query } from "../store/snapshot.ts";
import { agreementPart, drawnPart, workOf } from "../sweep/work.ts";

/** How far a run is. */
export interface RunProgress {
  readonly run: number;
  readonly agent: string;
  readonly seed: number;
  readonly status: string;
  /** Its own: those of a run that it continues are not among them. */
  readonly iterations: { readonly done: number; readonly planned: number };
  readonly probes: { readonly done: number; readonly planned: number };
  /** Trajectories drawn, of all that it draws: in [0, 1]. */
  readonly fraction: number;
  /** UTC times, ISO 8601. */
  readonly started: string | null;
  readonly heartbeat: string | null;
  readonly ended: string | null;
  readonly error: string | null;
}

interface RunRow {
  run_id: number;
  agent: string;
  seed: number;
  status: string;
  from_iteration: number;
  config: string;
  started_at: string | null;
  heartbeat: string | null;
  ended_at: string | null;
  error: string | null;
  last_iteration: number | null;
  planned: number;
  reached: number;
  last_probe: number | null;
  drawn: number | null;
  agreements: number;
  evaluated: number | null;
}

const runsSql = (study: string): string => `
SELECT r.run_id, r.agent, r.seed, r.status, r.from_iteration, r.config, r.started_at, r.heartbeat, r.ended_at, r.error,
  (SELECT max(i.iteration) FROM iteration AS i WHERE i.run_id = r.run_id) AS last_iteration,
  (SELECT count(*) FROM probe AS p WHERE p.run_id = r.run_id) AS planned,
  (SELECT count(*) FROM probe AS p WHERE p.run_id = r.run_id AND p.theta IS NOT NULL) AS reached,
  (SELECT max(p.iteration) FROM probe AS p WHERE p.run_id = r.run_id AND p.theta IS NOT NULL) AS last_probe,
  (SELECT sum(s.replicates * s.batch_size) FROM estimator_summary AS s
    WHERE s.study = x.name AND s.agent = r.agent AND s.seed = r.seed
      AND (r.from_iteration = 0 OR s.iteration > r.from_iteration)) AS drawn,
  (SELECT count(*) FROM stream_agreement AS a JOIN probe AS p USING (probe_id) WHERE p.run_id = r.run_id) AS agreements,
  (SELECT sum(e.episodes) FROM evaluation AS e WHERE e.run_id = r.run_id) AS evaluated
FROM run AS r JOIN study AS x USING (study_id)
WHERE x.name = ${literal(study)} ORDER BY r.run_id`;

/** All runs of a study, in the order of the plan. */
export const progressOf = (query: Query, study: string): RunProgress[] =>
  (query(runsSql(study)) as unknown as RunRow[]).map(progress);

const progress = (row: RunRow): RunProgress => {
  const config = JSON.parse(row.config) as RunConfig;
  const { agent, seed } = config;
  const from = row.from_iteration;
  const planned = agent.iterations - from;
  const done = row.status === "done";
  const rows = row.last_iteration === null ? 0 : row.last_iteration + 1 - from; // of all its θ, were all logged
  const iterations = { done: done ? planned : Math.min(planned, rows), planned };
  // estimates at the last θ may still be coming, unless training has gone on from there
  const inProgress = row.status === "running" && row.reached > 0 && (row.last_probe ?? 0) >= from + rows;
  const drawn =
    iterations.done * trajectoriesOfUpdate(config) +
    (row.drawn ?? 0) * drawnPart(config) +
    row.agreements * agreementPart(config) +
    (row.evaluated ?? 0);
  return {
    run: row.run_id,
    agent: row.agent,
    seed,
    status: row.status,
    iterations,
    probes: { done: row.reached - Number(inProgress), planned: row.planned },
    fraction: done ? 1 : Math.min(1, drawn / Math.max(1, workOf(config, from))),
    started: row.started_at,
    heartbeat: row.heartbeat,
    ended: row.ended_at,
    error: row.error,
  };
};
