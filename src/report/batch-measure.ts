import type { ScaleOptions } from "@observablehq/plot";
import type { Row } from "../store/snapshot.ts";
import { atLargestBatch, batchSizeText } from "./batch-size.ts";
import type { Line } from "./drawing/agreeing.ts";
import { formatNumber } from "./text/format-number.ts";

/** What is drawn against the batch size: columns of the rows. */
export interface Measure {
  readonly measured: string;
  /** Its standard error. */
  readonly error: string;
  /** What the model says. */
  readonly exact: string;
  /** Of its axis. */
  readonly label: string;
  readonly scale: ScaleOptions & { readonly type: "linear" | "log"; readonly domain: [number, number] };
  /** Column of a level to compare with, the same for all rows of a probe. */
  readonly level?: string;
}

/** Whether a value has a place on the axis. */
export const drawable = (value: Row[string], { scale }: Measure): boolean =>
  typeof value === "number" &&
  (scale.type === "linear" || (value >= scale.domain[0] && value <= scale.domain[1]));

/** Two standard errors to one side, within the axis. */
export const around =
  ({ measured, error, scale }: Measure, side: 1 | -1) =>
  (row: Row): number =>
    Math.min(
      scale.domain[1],
      Math.max(scale.domain[0], Number(row[measured]) + 2 * side * Number(row[error] ?? 0)),
    );

/** What a mark tells: names, batch size, value with its error, and what the model says. */
export const tipOf =
  ({ names }: Line, { measured, error, exact, label }: Measure) =>
  (row: Row): string => {
    const se = row[error] === null ? "" : ` ± ${formatNumber(Number(row[error]), 2)}`;
    const model = row[exact] === null ? "" : `\nmodel: ${formatNumber(Number(row[exact]))}`;
    return `${names.join(", ")}, batch size ${row.batch_size}\n${label} ${formatNumber(Number(row[measured]))}${se}${model}`;
  };

/** The values of all estimators, each at its largest batch size, in words. */
export const describeMeasure = (rows: readonly Row[], { measured }: Measure): string => {
  const last = atLargestBatch(rows).sort((a, b) => Number(a[measured]) - Number(b[measured]));
  const say = (row: Row) => `${row.estimator} ${formatNumber(Number(row[measured]))}`;
  return `At ${batchSizeText(last)}: ${last.map(say).join("; ")}.`;
};

/** "mean of 3 seeds", where there are several. */
export const seedsNote = (rows: readonly Row[]): string => {
  const seeds = Math.max(...rows.map((row) => Number(row.seeds)));
  return seeds > 1 ? `mean of ${seeds} seeds` : "one seed";
};
