import type Database from "better-sqlite3";
import { fromBlob } from "./vectors.ts";

/** Which estimates: those of one estimator at one batch size, in one probe of one run. */
export interface GradientCell {
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly iteration: number;
  readonly estimator: string;
  readonly batchSize: number;
}

/** The finite estimates of a cell, and the truth that they are compared with. */
export interface CellGradients {
  readonly vectors: Float64Array; // [N, P]
  readonly count: number; // N
  /** G where it is exact; null where it is unknown, or a reference that is itself an estimate. # [P] */
  readonly truth: Float64Array | null;
  /** Why G is no truth: then no direction and no ratio compares with it. Null if it is one, or unknown. */
  readonly noise: string | null;
}

const RUN = "JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)";
const PROBE = "x.name = @study AND r.agent = @agent AND r.seed = @seed AND p.iteration = @iteration";

/** Reads the gradients of cells, one cell at a time. */
export const gradientReader = (db: Database.Database): ((cell: GradientCell) => CellGradients) => {
  const finite =
    `FROM probe AS p ${RUN} JOIN estimate AS e USING (probe_id) WHERE ${PROBE} ` +
    "AND e.estimator = @estimator AND e.batch_size = @batchSize AND e.finite = 1";
  const size = db.prepare<[GradientCell], { count: number; coordinates: number }>(
    `SELECT count(*) AS count, ifnull(sum(length(e.gradient)), 0) / 8 AS coordinates ${finite}`,
  );
  const estimates = db
    .prepare<[GradientCell], Buffer>(`SELECT e.gradient ${finite} ORDER BY e.replicate`)
    .pluck();
  const known = db.prepare<[GradientCell], { gradient: Buffer | null; noise: string | null }>(
    `SELECT CASE t.method WHEN 'exact' THEN t.gradient END AS gradient, t.noise
    FROM probe AS p ${RUN} JOIN truth AS t USING (probe_id) WHERE ${PROBE}`,
  );
  return (cell) => {
    const { gradient: truth = null, noise = null } = known.get(cell) ?? {};
    const { count, coordinates } = size.get(cell)!;
    const vectors = new Float64Array(coordinates);
    let end = 0;
    for (const blob of estimates.iterate(cell)) {
      const estimate = fromBlob(blob);
      vectors.set(estimate, end);
      end += estimate.length;
    }
    return { vectors, count, truth: truth && fromBlob(truth), noise };
  };
};
