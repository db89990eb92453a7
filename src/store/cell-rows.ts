import type Database from "better-sqlite3";
import type { CellColumns, CellStatistics } from "../probe/cell-columns.ts";
import { fromBlob } from "./vectors.ts";

/** The rows of a cell as they are stored, in the order of their replicates; NaN for NULL. K rows. */
export interface CellRows extends CellStatistics, Pick<CellColumns, "envSteps"> {
  readonly replicate: readonly number[]; // [K]
  readonly vectors: readonly Float64Array[]; // [K]
}

/** Columns of a row that are numbers, by their names in `CellStatistics`. */
export const FIGURES = {
  norm: "norm",
  dotTruth: "dot_truth",
  cosine: "cosine",
  squaredError: "squared_error",
  squaredDeviation: "squared_deviation",
  directionDeviation: "direction_deviation",
} as const satisfies Partial<Record<keyof CellStatistics, string>>;

type Figure = keyof typeof FIGURES;
type Raw = [replicate: number, envSteps: number, finite: number, vector: Buffer, ...(number | null)[]];

/** Reads the rows of cells, one cell at a time. */
export const cellReader = (
  db: Database.Database,
): ((probeId: number, estimator: string, batchSize: number) => CellRows) => {
  const select = db
    .prepare<[number, string, number], Raw>(
      `SELECT replicate, env_steps, finite, gradient, ${Object.values(FIGURES)} FROM estimate
        WHERE probe_id = ? AND estimator = ? AND batch_size = ? ORDER BY replicate`,
    )
    .raw();
  return (probeId, estimator, batchSize) => {
    const rows = select.all(probeId, estimator, batchSize);
    const column = (i: number) => Float64Array.from(rows, (row) => (row[i] as number | null) ?? Number.NaN);
    const figures = Object.keys(FIGURES).map((name, i) => [name, column(4 + i)]);
    return {
      ...(Object.fromEntries(figures) as Record<Figure, Float64Array>),
      replicate: rows.map(([replicate]) => replicate),
      envSteps: column(1),
      finite: Uint8Array.from(rows, ([, , finite]) => finite),
      vectors: rows.map(([, , , vector]) => fromBlob(vector)),
    };
  };
};

/** Vectors of one length, one after the other. @returns [K, P] */
export const joined = (vectors: readonly Float64Array[]): Float64Array => {
  const P = vectors[0]?.length ?? 0;
  const all = new Float64Array(vectors.length * P);
  for (const [i, vector] of vectors.entries()) all.set(vector, i * P);
  return all;
};
