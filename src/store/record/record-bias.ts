import type Database from "better-sqlite3";
import type { CellBias } from "../../statistics/bias/cell-bias.ts";

/** Writes the bias of a cell; NaN becomes NULL. */
export const biasRecorder = (db: Database.Database) => {
  const insert = db.prepare(
    "INSERT INTO measured_bias (probe_id, estimator, batch_size, squared_bias_low, squared_bias_high, " +
      "turned_by, turned_by_low, turned_by_high, scaled_by, scaled_by_low, scaled_by_high) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (probeId: number, estimator: string, batchSize: number, bias: CellBias | undefined): void => {
    if (bias === undefined) return;
    const { squaredBias, turnedBy, scaledBy } = bias;
    const figures = [turnedBy, scaledBy].flatMap(({ estimate, low, high }) => [estimate, low, high]);
    insert.run(probeId, estimator, batchSize, squaredBias.low, squaredBias.high, ...figures);
  };
};
