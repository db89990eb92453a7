import { line, ruleX, ruleY, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../store/snapshot.ts";
import { atLargestBatch, batchSizeText } from "./batch-size.ts";
import { horizontals } from "./drawing/grids.ts";
import { plotPanel } from "./drawing/plot-panel.ts";
import type { Series } from "./drawing/series.ts";
import { rowsOf, symbols } from "./drawing/symbols.ts";
import type { Panel } from "./figure.ts";
import type { Selection } from "./selection.ts";
import { formatNumber } from "./text/format-number.ts";

/** What is drawn against the batch size: columns of the rows. */
export interface Measure {
  readonly measured: string;
  /** Its standard error. */
  readonly error: string;
  /** What the model says. */
  readonly exact: string;
  /** Of the y axis. */
  readonly label: string;
  readonly scale: ScaleOptions & { readonly type: "linear" | "log"; readonly domain: [number, number] };
  /** Column of a level to compare with, the same for all rows of a probe. */
  readonly level?: string;
}

/**
 * A panel per probe with a line per estimator: dots and thin lines for what was measured, with bars of two standard
 * errors; wide pale lines for what is exact.
 */
export const batchLines = (rows: readonly Row[], selection: Selection, measure: Measure): Panel[] =>
  selection.probes.flatMap(({ agent, iteration }) => {
    const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
    const shown = here.filter((row) => drawable(row[measure.measured], measure));
    if (shown.length === 0) return [];
    const sizes = [...new Set(shown.map((row) => Number(row.batch_size)))].sort((a, b) => a - b);
    const all = [...selection.estimators.values()].filter(({ name }) =>
      shown.some((row) => row.estimator === name),
    );
    const level = measure.level === undefined ? null : here[0][measure.level];
    return plotPanel(
      {
        title: `${agent}, iteration ${iteration}`,
        note: seedsNote(shown),
        description: `${measure.label} against batch size. ${describe(shown, measure)}`,
      },
      {
        x: batchAxis(sizes),
        y: { label: measure.label, ...measure.scale },
        marks: [
          horizontals(measure.scale),
          ...(measure.scale.type === "linear" && measure.scale.domain[0] < 0
            ? [ruleY([0], { stroke: "var(--muted)", strokeOpacity: 0.6 })]
            : []),
          ...(drawable(level, measure)
            ? [ruleY([level], { stroke: "var(--muted)", strokeDasharray: "1,3", strokeWidth: 1.5 })]
            : []),
          ...all.map((series, i) => exactLine(rowsOf(here, series), series, measure, aside(i, all.length))),
          ...all.map((series, i) =>
            measuredLine(rowsOf(shown, series), series, measure, aside(i, all.length)),
          ),
        ],
      },
    );
  });

/** "mean of 3 seeds", where there are several. */
export const seedsNote = (rows: readonly Row[]): string => {
  const seeds = Math.max(...rows.map((row) => Number(row.seeds)));
  return seeds > 1 ? `mean of ${seeds} seeds` : "one seed";
};

/** Pixels by which a series is moved, so that those with equal values are all seen. */
const aside = (i: number, n: number): number => (i - (n - 1) / 2) * Math.min(4, 26 / n);

const drawable = (value: Row[string], { scale }: Measure): boolean =>
  typeof value === "number" &&
  (scale.type === "linear" || (value >= scale.domain[0] && value <= scale.domain[1]));

/** A logarithmic axis whose ticks are the batch sizes of the study, thinned out where they are many. */
const batchAxis = (sizes: readonly number[]): ScaleOptions => {
  const every = Math.ceil(sizes.length / 8);
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  return {
    type: "log",
    base: 2,
    domain: first === last ? [first / 2, first * 2] : [first, last],
    inset: 18,
    ticks: sizes.filter((_, i) => (sizes.length - 1 - i) % every === 0),
    tickFormat: String,
    label: "batch size (trajectories)",
    labelArrow: "none",
  };
};

const exactLine = (rows: readonly Row[], { className, color }: Series, measure: Measure, dx: number) =>
  line(
    rows.filter((row) => drawable(row[measure.exact], measure)),
    { x: "batch_size", y: measure.exact, stroke: color, strokeWidth: 7, strokeOpacity: 0.3, dx, className },
  );

const measuredLine = (rows: readonly Row[], series: Series, measure: Measure, dx: number) => {
  const { name, className, color, dashes } = series;
  const [lowest, highest] = measure.scale.domain;
  const around = (side: number) => (row: Row) =>
    Math.min(
      highest,
      Math.max(lowest, Number(row[measure.measured]) + 2 * side * Number(row[measure.error] ?? 0)),
    );
  const look = { x: "batch_size", stroke: color, strokeWidth: 1.5, dx, className };
  return [
    ruleX(rows, { ...look, y1: around(-1), y2: around(1) }),
    line(rows, { ...look, y: measure.measured, ...(dashes && { strokeDasharray: dashes }) }),
    symbols(rows, series, {
      x: "batch_size",
      y: measure.measured,
      dx,
      title: (row: Row) =>
        `${name}, batch size ${row.batch_size}: ${formatNumber(Number(row[measure.measured]), 4)}`,
    }),
  ];
};

/** The values of all estimators, each at its largest batch size, in words. */
const describe = (rows: readonly Row[], { measured }: Measure): string => {
  const last = atLargestBatch(rows).sort((a, b) => Number(a[measured]) - Number(b[measured]));
  const say = (row: Row) => `${row.estimator} ${formatNumber(Number(row[measured]))}`;
  return `At ${batchSizeText(last)}: ${last.map(say).join("; ")}.`;
};
