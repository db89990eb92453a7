import type Database from "better-sqlite3";
import type { CellSums } from "../../probe/cell-sums.ts";
import { toBlob } from "../vectors.ts";

const KEY = ["probe_id", "estimator", "batch_size"];

/** Columns of `cell` that are numbers, by their names in `CellSums`. */
const NUMBERS = {
  replicates: "replicates",
  envSteps: "env_steps",
  finite: "finite",
  nonzero: "nonzero",
  cosines: "cosines",
  norm: "norm",
  squaredNorm: "squared_norm",
  dotTruth: "dot_truth",
  squaredError: "squared_error",
  squaredDeviation: "squared_deviation",
  squaredDeviationScatter: "squared_deviation_scatter",
  directionDeviation: "direction_deviation",
  agreementScatter: "agreement_scatter",
  cosine: "cosine",
  cosineGap: "cosine_gap",
  squaredCosineGap: "squared_cosine_gap",
} as const satisfies Record<Exclude<keyof CellSums, "cosineBins" | "mean">, string>;

/** A row of `cell` without its key: NaN is NULL. @param kept how many of its estimates have rows */
export const cellRow = (kept: number, sums: CellSums): Record<string, number | string | Buffer | null> => {
  const numbers = Object.entries(NUMBERS).map(([name, column]) => {
    const value = sums[name as keyof typeof NUMBERS];
    return [column, Number.isNaN(value) ? null : value];
  });
  return {
    kept,
    ...Object.fromEntries(numbers),
    cosine_bins: sums.cosines > 0 ? JSON.stringify(Array.from(sums.cosineBins)) : null,
    mean: sums.finite > 0 ? toBlob(sums.mean) : null,
  };
};

/** Writes what the statistics of a cell follow from, in place of what was known of it. */
export const cellRecorder = (db: Database.Database) => {
  const columns = [...KEY, "kept", ...Object.values(NUMBERS), "cosine_bins", "mean"];
  const replace = db.prepare(
    `INSERT OR REPLACE INTO cell (${columns}) VALUES (${columns.map((column) => `@${column}`)})`,
  );
  return (probeId: number, estimator: string, batchSize: number, kept: number, sums: CellSums): void => {
    replace.run({ probe_id: probeId, estimator, batch_size: batchSize, ...cellRow(kept, sums) });
  };
};
