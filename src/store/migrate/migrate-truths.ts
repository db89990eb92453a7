import type Database from "better-sqlite3";
import { finiteEstimates } from "../../diagnostics/finite-estimates.ts";
import { cellBias } from "../../statistics/bias/cell-bias.ts";
import { truthNoise } from "../../truth/noise.ts";
import { cellReader, joined } from "../cell-rows.ts";
import { biasRecorder } from "../record/record-bias.ts";
import { fromBlob } from "../vectors.ts";

/** Rounding of an exact gradient that does not know its own: of sums as large as the estimates. */
const ROUNDING = 5e-13;

interface TruthRow {
  readonly probe_id: number;
  readonly method: "exact" | "reference";
  readonly norm: number;
  readonly standard_error: number;
  readonly split_half_cosine: number | null;
  /** Root mean square norm of the cell where it is largest. */
  readonly size: number | null;
}

/** Columns of version 2 that `judgeTruths` fills, and the table that `measureBiases` does; `reshape` gives them their form. */
export const TRUTH_COLUMNS = `
  ALTER TABLE truth ADD COLUMN noise TEXT;
  ALTER TABLE exact_moments ADD COLUMN turned_by REAL;
  ALTER TABLE exact_moments ADD COLUMN scaled_by REAL;
  CREATE TABLE measured_bias (
    probe_id INTEGER, estimator TEXT, batch_size INTEGER, squared_bias_low REAL, squared_bias_high REAL,
    turned_by REAL, turned_by_low REAL, turned_by_high REAL, scaled_by REAL, scaled_by_low REAL, scaled_by_high REAL
  );
`;

/** Says which truths are noise, takes back what was compared with them, and turns exact cosines into turn and scale. */
export const judgeTruths = (db: Database.Database): void => {
  const truths = db.prepare<[], TruthRow>(
    `SELECT t.probe_id, t.method, t.norm, t.standard_error, r.split_half_cosine,
      (SELECT sqrt(max(square)) FROM (
        SELECT avg(norm * norm) AS square FROM estimate AS e WHERE e.probe_id = t.probe_id GROUP BY estimator, batch_size
      )) AS size
    FROM truth AS t LEFT JOIN reference AS r USING (reference_hash)`,
  );
  const judge = db.prepare("UPDATE truth SET noise = ? WHERE probe_id = ?");
  for (const { probe_id, method, norm, standard_error, split_half_cosine, size } of truths.all()) {
    const rounding = method === "exact" ? ROUNDING * (size ?? 0) : null;
    const halves = split_half_cosine === null ? {} : { splitHalfCosine: split_half_cosine };
    judge.run(truthNoise({ method, norm, standardError: standard_error, rounding, ...halves }), probe_id);
  }
  db.exec(`
    UPDATE estimate SET cosine = NULL WHERE probe_id IN (SELECT probe_id FROM truth WHERE noise IS NOT NULL);
    UPDATE corrected_alignment SET cosine = NULL, low = NULL, high = NULL
      WHERE probe_id IN (SELECT probe_id FROM truth WHERE noise IS NOT NULL);
    UPDATE exact_moments SET cosine = NULL
      WHERE mean_norm = 0 OR probe_id IN (SELECT probe_id FROM truth WHERE noise IS NOT NULL);
    UPDATE exact_moments SET
      turned_by = CASE WHEN abs(cosine) > 1 - 1e-15 THEN 90 - 90 * sign(cosine) ELSE degrees(acos(cosine)) END,
      scaled_by = ifnull(cosine, 0) * mean_norm / (SELECT t.norm FROM truth AS t WHERE t.probe_id = exact_moments.probe_id)
      WHERE probe_id IN (SELECT probe_id FROM truth WHERE noise IS NULL);
  `);
};

/** Computes the biases of all cells from their gradients. */
export const measureBiases = (db: Database.Database): void => {
  const cells = db.prepare<[], { probe_id: number; estimator: string; batch_size: number }>(
    "SELECT DISTINCT probe_id, estimator, batch_size FROM estimate WHERE probe_id IN (SELECT probe_id FROM truth)",
  );
  const rowsOf = cellReader(db);
  const truth = db.prepare<[number], { gradient: Buffer; noise: string | null; parts: Buffer | null }>(
    "SELECT t.gradient, t.noise, r.parts FROM truth AS t LEFT JOIN reference AS r USING (reference_hash) WHERE probe_id = ?",
  );
  const record = biasRecorder(db);
  for (const { probe_id, estimator, batch_size } of cells.all()) {
    const { gradient, noise, parts } = truth.get(probe_id)!;
    const { vectors } = rowsOf(probe_id, estimator, batch_size);
    const P = gradient.length / Float64Array.BYTES_PER_ELEMENT;
    const finite = finiteEstimates(joined(vectors), vectors.length);
    const known = { gradient: fromBlob(gradient), noise, ...(parts && { parts: fromBlob(parts) }) };
    record(probe_id, estimator, batch_size, cellBias(finite, finite.length / P, known));
  }
};
