import type Database from "better-sqlite3";
import { compareCell } from "../../probe/cell.ts";
import { cellSums } from "../../probe/cell-sums.ts";
import { cellReader, joined } from "../cell-rows.ts";
import { cellRecorder } from "../record/record-cell.ts";

/** Fills `cell` from the estimates that are there. */
export const sumCells = (db: Database.Database): void => {
  const cells = db.prepare<[], { probe_id: number; estimator: string; batch_size: number }>(
    "SELECT DISTINCT probe_id, estimator, batch_size FROM estimate ORDER BY probe_id, estimator, batch_size",
  );
  const rowsOf = cellReader(db);
  const record = cellRecorder(db);
  for (const { probe_id, estimator, batch_size } of cells.all()) {
    const rows = rowsOf(probe_id, estimator, batch_size);
    const count = rows.vectors.length;
    const { mean } = compareCell(joined(rows.vectors), count, null);
    record(probe_id, estimator, batch_size, count, cellSums({ ...rows, mean }));
  }
};
