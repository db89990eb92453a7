import type { Row } from "../store/snapshot.ts";
import { list } from "./text/format-number.ts";

// Estimators of one probe need not have the same batch sizes: those that accumulate have more trajectories behind an
// estimate. What tells estimators apart is said at one batch size; what is told of each, at its own largest.

/** The largest of the batch sizes that most estimators of some rows have. */
export const commonBatchSize = (rows: readonly Row[]): number => {
  const estimators = new Map<number, Set<unknown>>();
  for (const { batch_size, estimator } of rows) {
    const size = Number(batch_size);
    estimators.set(size, (estimators.get(size) ?? new Set()).add(estimator));
  }
  const most = Math.max(...[...estimators.values()].map((names) => names.size));
  return Math.max(...[...estimators].filter(([, names]) => names.size === most).map(([size]) => size));
};

/** Of each estimator, the rows at its own largest batch size. */
export const atLargestBatch = <R extends Row>(rows: readonly R[]): R[] => {
  const largest = new Map<unknown, number>();
  for (const { batch_size, estimator } of rows)
    largest.set(estimator, Math.max(Number(batch_size), largest.get(estimator) ?? 0));
  return rows.filter(({ batch_size, estimator }) => Number(batch_size) === largest.get(estimator));
};

/** The batch size of some rows, one or two of each estimator; of those that have another, with their names. */
export const batchSizeText = (rows: readonly Row[]): string => {
  const common = commonBatchSize(rows);
  const others = new Map<string, number>();
  for (const { batch_size, estimator } of rows)
    if (batch_size !== common) others.set(String(estimator), Number(batch_size));
  const named = list([...others].map(([estimator, size]) => `${estimator}: ${size}`));
  return named === "" ? `batch size ${common}` : `batch size ${common} (${named})`;
};
