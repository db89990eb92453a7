import type Database from "better-sqlite3";
import { norm } from "../../linear-algebra/norm.ts";
import { compareCell } from "../../probe/cell.ts";
import { fromBlob } from "../vectors.ts";

interface VectorRow {
  readonly norm: number;
  readonly gradient: Buffer;
}

interface TruthRow extends VectorRow {
  readonly noise: string | null;
}

interface EstimateRow {
  readonly replicate: number;
  readonly finite: number;
  readonly gradient: Buffer;
  readonly figures: readonly (number | null)[];
}

const FIGURES = [
  "norm",
  "dotTruth",
  "cosine",
  "squaredError",
  "squaredDeviation",
  "directionDeviation",
] as const;
const COLUMNS = "norm, dot_truth, cosine, squared_error, squared_deviation, direction_deviation";

/** The last bits, which a change of the order of summation may turn. */
const ULPS = 16 * Number.EPSILON;

/** Equal numbers; NaN is stored as NULL. */
const same = (stored: number | null, computed: number): boolean =>
  stored === null
    ? Number.isNaN(computed)
    : stored === computed || Math.abs(stored - computed) <= ULPS * Math.abs(computed);

/** Computes what is stored of the estimates of a probe from their vectors. @returns what differs, cell by cell */
export const cellVerifier = (db: Database.Database): ((probeId: number) => string[]) => {
  const truth = db.prepare<[number], TruthRow>("SELECT norm, gradient, noise FROM truth WHERE probe_id = ?");
  const estimands = db.prepare<[number], VectorRow>("SELECT norm, gradient FROM estimand WHERE probe_id = ?");
  const cells = db.prepare<[number], { estimator: string; batch_size: number; unknown: number }>(
    `SELECT DISTINCT e.estimator, e.batch_size, s.estimator IS NULL AS unknown
      FROM estimate AS e JOIN probe AS p USING (probe_id)
      LEFT JOIN estimator AS s ON s.run_id = p.run_id AND s.estimator = e.estimator WHERE e.probe_id = ?`,
  );
  const rows = db
    .prepare<[number, string, number], [number, number, Buffer, ...(number | null)[]]>(
      `SELECT replicate, finite, gradient, ${COLUMNS} FROM estimate
        WHERE probe_id = ? AND estimator = ? AND batch_size = ? ORDER BY replicate`,
    )
    .raw();
  return (probeId) => {
    const found: string[] = [];
    const at = truth.get(probeId);
    for (const { norm: size, gradient } of [...(at ? [at] : []), ...estimands.all(probeId)])
      if (!same(size, norm(fromBlob(gradient))))
        found.push("the norm of a truth is not that of its gradient");
    for (const { estimator, batch_size: size, unknown } of cells.all(probeId)) {
      const cell = rows.all(probeId, estimator, size).map(
        ([replicate, finite, gradient, ...figures]): EstimateRow => ({
          replicate,
          finite,
          gradient,
          figures,
        }),
      );
      const difference = unknown ? "no such estimator" : differenceIn(cell, at);
      if (difference !== undefined) found.push(`${estimator}, batch size ${size}: ${difference}`);
    }
    return found;
  };
};

const differenceIn = (cell: readonly EstimateRow[], truth: TruthRow | undefined): string | undefined => {
  const P = cell[0].gradient.byteLength / Float64Array.BYTES_PER_ELEMENT;
  const gradients = new Float64Array(cell.length * P);
  for (const [r, { replicate, gradient }] of cell.entries()) {
    if (replicate !== r) return `replicate ${r} is missing`;
    if (gradient.byteLength !== P * Float64Array.BYTES_PER_ELEMENT) return "vectors of different lengths";
    gradients.set(fromBlob(gradient), r * P);
  }
  if (truth && truth.gradient.byteLength !== cell[0].gradient.byteLength)
    return "vectors are not as long as the truth";
  const known = truth && { norm: truth.norm, noise: truth.noise, gradient: fromBlob(truth.gradient) };
  const computed = compareCell(gradients, cell.length, known ?? null);
  for (const [r, { finite, figures }] of cell.entries()) {
    if (finite !== computed.finite[r]) return `finite of replicate ${r} does not follow from its vector`;
    for (const [f, name] of FIGURES.entries())
      if (!same(figures[f], computed[name][r]))
        return `${COLUMNS.split(", ")[f]} of replicate ${r} is ${figures[f]}, and ${computed[name][r]} by its vector`;
  }
  return undefined;
};
