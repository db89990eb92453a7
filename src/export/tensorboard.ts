import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { safeName } from "../files/safe-name.ts";
import { scalarEvent, versionEvent } from "./event.ts";
import type { Reader } from "./relation.ts";
import { tfRecord } from "./tf-record.ts";

/** A run that has started, and where its event file goes. */
export interface TensorBoardRun {
  /** `<study>/<agent>/seed-<seed>/events.out.tfevents.trueslope` */
  readonly path: string;
  readonly study: string;
  readonly agent: string;
  readonly seed: bigint;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
}

/** TensorBoard takes every file whose name holds this for one of events; of a constant name, it is replaced whole. */
const FILE = "events.out.tfevents.trueslope";

/** The runs that have started, by study, agent and seed. */
export const tensorBoardRuns = (db: Reader): TensorBoardRun[] =>
  db
    .prepare<[], Omit<TensorBoardRun, "path">>(
      `SELECT x.name AS study, r.agent, r.seed, min(r.started_at) AS startedAt
        FROM run AS r JOIN study AS x USING (study_id)
        WHERE r.started_at IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .safeIntegers()
    .all()
    .map((run) => ({
      ...run,
      path: join(safeName(run.study), safeName(run.agent), `seed-${run.seed}`, FILE),
    }));

/**
 * Writes an event file: `charts/…` for the columns of `learning_curve`, `evaluation/…` for those of `evaluation_curve`, and
 * `estimators/<estimator>/<batch size>/…` for those of `estimator_summary`. The step is the environment steps of training so far, for a probe those of
 * the last row of `iteration` before it; the wall time of all is the start of the run. NULL gives no point.
 *
 * @returns the number of points
 */
export const writeTensorBoardRun = (db: Reader, run: TensorBoardRun, path: string): number => {
  const wallTime = Date.parse(run.startedAt) / 1000;
  const file = openSync(path, "w");
  let count = 0;
  const put = (step: bigint, points: readonly (readonly [string, number])[]) => {
    if (points.length > 0) writeWhole(file, tfRecord(scalarEvent(wallTime, step, points)));
    count += points.length;
  };
  try {
    writeWhole(file, tfRecord(versionEvent(wallTime)));
    for (const { env_steps, ...row } of select(db, CURVE, run))
      put(env_steps as bigint, numbers(row, "charts"));
    for (const { env_steps, deterministic: _, ...row } of select(db, EVALUATIONS, run))
      put(env_steps as bigint, numbers(row, "evaluation"));
    for (const { step, ...row } of select(db, SUMMARY, run))
      put(step as bigint, numbers(row, `estimators/${row.estimator}/${row.batch_size}`));
  } finally {
    closeSync(file);
  }
  return count;
};

type Fields = Record<string, bigint | number | string | null>;

const CURVE =
  "SELECT * FROM learning_curve WHERE study = @study AND agent = @agent AND seed = @seed ORDER BY iteration";

const EVALUATIONS =
  "SELECT * FROM evaluation_curve WHERE study = @study AND agent = @agent AND seed = @seed ORDER BY iteration";

const SUMMARY = `
  SELECT v.*, (
    SELECT ifnull(max(i.env_steps), 0) FROM iteration AS i
      JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
    WHERE x.name = v.study AND r.agent = v.agent AND r.seed = v.seed AND i.iteration < v.iteration
  ) AS step
  FROM estimator_summary AS v
  WHERE v.study = @study AND v.agent = @agent AND v.seed = @seed
  ORDER BY v.iteration, v.estimator, v.batch_size`;

const select = (db: Reader, query: string, { study, agent, seed }: TensorBoardRun) =>
  db.prepare<[object], Fields>(query).safeIntegers().iterate({ study, agent, seed });

/** Columns that say where a number belongs; every other number is a point. */
const PLACES = new Set(["seed", "iteration", "batch_size"]);

const numbers = (row: Fields, prefix: string): [tag: string, value: number][] =>
  Object.entries(row).flatMap(([column, value]) =>
    PLACES.has(column) || value === null || typeof value === "string"
      ? []
      : [[`${prefix}/${column}`, Number(value)]],
  );

const writeWhole = (file: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};
