import { type Dot, type DotOptions, dot } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import type { Series } from "./series.ts";

/** The symbols of a series; hollow ones show the page. */
export const symbols = (
  rows: readonly Row[],
  { color, symbol, className }: Series,
  options: DotOptions & { hollow?: boolean },
): Dot => {
  const { hollow = false, ...rest } = options;
  return dot(rows, {
    symbol: symbol as NonNullable<DotOptions["symbol"]>,
    r: 4.5,
    fill: hollow ? "var(--page)" : color,
    stroke: hollow ? color : "var(--page)",
    strokeWidth: hollow ? 1.5 : 0.75,
    className,
    ...rest,
  });
};

/** Rows in the order of their batch sizes. */
export const byBatchSize = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => Number(a.batch_size) - Number(b.batch_size));
