import type Database from "better-sqlite3";
import { norm } from "../../linear-algebra/norm.ts";
import { compareCell, deviate } from "../../probe/cell.ts";
import { type CellSums, cellSums } from "../../probe/cell-sums.ts";
import { type CellRows, cellReader, FIGURES, joined } from "../cell-rows.ts";
import { cellRow } from "../record/record-cell.ts";
import { fromBlob } from "../vectors.ts";

interface VectorRow {
  readonly norm: number;
  readonly gradient: Buffer;
}

interface CellRow extends Readonly<Record<string, number | string | Buffer | null>> {
  readonly estimator: string;
  readonly batch_size: number;
  readonly replicates: number;
  readonly kept: number;
  /** 1 if the run has no such estimator. */
  readonly unknown: number;
}

interface TruthRow extends VectorRow {
  readonly noise: string | null;
}

/** The last bits, which a change of the order of summation may turn. */
const ULPS = 16 * Number.EPSILON;

/** Equal numbers; NaN is equal to itself. */
const same = (stored: number, computed: number): boolean =>
  Object.is(stored, computed) || Math.abs(stored - computed) <= ULPS * Math.abs(computed);

/** Computes what is stored of the estimates of a probe from their vectors. @returns what differs, cell by cell */
export const cellVerifier = (db: Database.Database): ((probeId: number) => string[]) => {
  const truth = db.prepare<[number], TruthRow>("SELECT norm, gradient, noise FROM truth WHERE probe_id = ?");
  const estimands = db.prepare<[number], VectorRow>("SELECT norm, gradient FROM estimand WHERE probe_id = ?");
  const cells = db.prepare<[number], CellRow>(
    `SELECT c.*, s.estimator IS NULL AS unknown FROM cell AS c JOIN probe AS p USING (probe_id)
      LEFT JOIN estimator AS s ON s.run_id = p.run_id AND s.estimator = c.estimator WHERE c.probe_id = ?`,
  );
  const strays = db.prepare<[number], { estimator: string; batch_size: number }>(
    `SELECT DISTINCT estimator, batch_size FROM estimate WHERE probe_id = ?
      AND (estimator, batch_size) NOT IN (SELECT estimator, batch_size FROM cell WHERE cell.probe_id = estimate.probe_id)`,
  );
  const rowsOf = cellReader(db);
  return (probeId) => {
    const found: string[] = [];
    const at = truth.get(probeId);
    for (const { norm: size, gradient } of [...(at ? [at] : []), ...estimands.all(probeId)])
      if (!same(size, norm(fromBlob(gradient))))
        found.push("the norm of a truth is not that of its gradient");
    for (const cell of cells.all(probeId)) {
      const { estimator, batch_size: size, unknown } = cell;
      const difference = unknown
        ? "no such estimator"
        : differenceIn(cell, rowsOf(probeId, estimator, size), at);
      if (difference !== undefined) found.push(`${estimator}, batch size ${size}: ${difference}`);
    }
    for (const { estimator, batch_size: size } of strays.all(probeId))
      found.push(`${estimator}, batch size ${size}: estimates of no cell`);
    return found;
  };
};

const differenceIn = (cell: CellRow, rows: CellRows, truth: TruthRow | undefined): string | undefined => {
  const { replicate, vectors } = rows;
  const missing = replicate.findIndex((each, r) => each !== r);
  if (missing >= 0 || replicate.length < cell.kept)
    return `replicate ${missing >= 0 ? missing : replicate.length} is missing`;
  if (vectors.length === 0) return undefined;
  const P = vectors[0].length;
  if (vectors.some(({ length }) => length !== P)) return "vectors of different lengths";
  if (truth && truth.gradient.byteLength !== P * Float64Array.BYTES_PER_ELEMENT)
    return "vectors are not as long as the truth";
  const known = truth && { norm: truth.norm, noise: truth.noise, gradient: fromBlob(truth.gradient) };
  const gradients = joined(vectors);
  const computed = compareCell(gradients, vectors.length, known ?? null);
  const whole = cell.kept === cell.replicates;
  if (!whole && Buffer.isBuffer(cell.mean))
    deviate(gradients, computed.finite, { ...computed, mean: fromBlob(cell.mean) }, computed);
  for (const r of replicate) {
    if (rows.finite[r] !== computed.finite[r])
      return `finite of replicate ${r} does not follow from its vector`;
    for (const [name, column] of Object.entries(FIGURES)) {
      const [stored, expected] = [rows, computed].map((each) => each[name as keyof typeof FIGURES][r]);
      if (name === "directionDeviation" && !whole) continue; // the mean of all directions is not stored
      if (!same(stored, expected))
        return `${column} of replicate ${r} is ${stored}, and ${expected} by its vector`;
    }
  }
  return whole ? differenceInSums(cell, cellSums({ ...rows, mean: computed.mean })) : undefined;
};

/** They are of the stored columns, to the bit. */
const differenceInSums = (cell: CellRow, sums: CellSums): string | undefined => {
  for (const [column, expected] of Object.entries(cellRow(cell.kept, sums))) {
    const stored = cell[column];
    const equal =
      stored === expected ||
      (Buffer.isBuffer(stored) && Buffer.isBuffer(expected) && stored.equals(expected));
    if (!equal) return `${column} of the cell does not follow from its estimates`;
  }
  return undefined;
};
