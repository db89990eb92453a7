import type { Row } from "../../store/snapshot.ts";

/** Columns that tell cells apart; of a view that lacks some, the others do. */
const COMPARED = ["mean_norm", "total_variance", "mse", "bias_norm", "mean_cosine", "cosine_of_mean"];

/** A few ulps, and what sums of some thousand terms in another order round off. */
const ROUNDING = 1e-12;

/**
 * Estimators that are equal by construction: in every cell of a probe they have the same numbers but for rounding, as
 * total return and reward-to-go do where only the last step pays. Cells of different noise never agree so closely; a cell
 * of zeros, with which any other that has learned nothing agrees, proves nothing.
 *
 * @param rows of `estimator_summary` or `estimator_over_seeds`, of one probe
 * @returns groups of names in the order of the rows, each estimator in one of them
 */
export const equalEstimators = (rows: readonly Row[]): string[][] => {
  const cells = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const name = String(row.estimator);
    const place = JSON.stringify([row.seed ?? null, row.batch_size]);
    cells.set(name, (cells.get(name) ?? new Map()).set(place, row));
  }
  const groups: string[][] = [];
  for (const [name, own] of cells) {
    const same = groups.find(([first]) => areEqual(own, cells.get(first) as Map<string, Row>));
    if (same) same.push(name);
    else groups.push([name]);
  }
  return groups;
};

/**
 * One row for estimators that are equal by construction: that of the first, called by all their names: "total = to-go".
 *
 * @param rows of one probe, as `equalEstimators` takes them
 */
export const mergeEqual = <R extends Row>(rows: readonly R[]): R[] => {
  const names = new Map(equalEstimators(rows).map((group) => [group[0], group.join(" = ")]));
  return rows.flatMap((row) => {
    const name = names.get(String(row.estimator));
    return name === undefined ? [] : [{ ...row, estimator: name }];
  });
};

const areEqual = (a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>): boolean => {
  if (a.size !== b.size) return false;
  let proof = false;
  for (const [place, row] of a) {
    const other = b.get(place);
    if (other === undefined) return false;
    for (const column of COMPARED) {
      const [x, y] = [row[column] ?? null, other[column] ?? null];
      if (x === null && y === null) continue;
      if (typeof x !== "number" || typeof y !== "number") return false;
      if (Math.abs(x - y) > ROUNDING * Math.max(Math.abs(x), Math.abs(y), scaleOf(column))) return false;
      proof ||= column !== "mean_cosine" && column !== "cosine_of_mean" && x !== 0;
    }
  }
  return proof;
};

/** Cosines are sums that may cancel: their rounding is that of 1. */
const scaleOf = (column: string): number => (column.includes("cosine") ? 1 : 0);
