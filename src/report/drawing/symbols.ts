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

/** Rows of one estimator, in the order of the batch sizes. */
export const rowsOf = (rows: readonly Row[], { name }: Series): readonly Row[] =>
  rows
    .filter(({ estimator }) => estimator === name)
    .sort((a, b) => Number(a.batch_size) - Number(b.batch_size));
