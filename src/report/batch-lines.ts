import { line, ruleX, ruleY, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../store/snapshot.ts";
import { batchDots } from "./batch-dots.ts";
import { around, describeMeasure, drawable, type Measure, seedsNote, tipOf } from "./batch-measure.ts";
import { agreeing, type Line } from "./drawing/agreeing.ts";
import { labelEnds, labelMargin } from "./drawing/end-labels.ts";
import { horizontals } from "./drawing/grids.ts";
import { MARGINS, plotPanel } from "./drawing/plot-panel.ts";
import { byBatchSize, symbols } from "./drawing/symbols.ts";
import type { About, Panel } from "./figure.ts";
import type { Selection } from "./selection.ts";

/** More lines than these in one plot hide each other. */
const MAX_LINES = 5;

/**
 * A panel per probe with a line per estimator, or per several that agree: dots and thin lines for what was measured, with
 * bars of two standard errors; wide pale lines, shown on demand, for what the model says. Where they are many in one of
 * the panels, or no line has two batch sizes, all have rows of dots instead.
 */
export const batchLines = (rows: readonly Row[], selection: Selection, measure: Measure): Panel[] => {
  const probes = selection.probes.flatMap(({ agent, iteration }) => {
    const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
    const shown = here.filter((row) => drawable(row[measure.measured], measure));
    const series = [...selection.estimators.values()].filter(({ name }) =>
      shown.some(({ estimator }) => estimator === name),
    );
    const lines = agreeing(shown, series, [measure.measured, measure.error]);
    const about = {
      title: `${agent}, iteration ${iteration}`,
      probe: { agent, iteration },
      note: seedsNote(shown),
      description: `${measure.label} against batch size. ${describeMeasure(shown, measure)}`,
    };
    return lines.length === 0 ? [] : [{ about, here, lines }];
  });
  const many = probes.some(({ lines }) => lines.length > MAX_LINES);
  const single = probes.every(({ lines }) => lines.every(({ rows: own }) => own.length === 1));
  const panel = many || single ? batchDots : linesPanel;
  return probes.map(({ about, here, lines }) => panel(about, here, lines, measure));
};

const linesPanel = (about: About, here: readonly Row[], lines: readonly Line[], measure: Measure): Panel => {
  const sizes = [...new Set(lines.flatMap(({ rows }) => rows.map((row) => Number(row.batch_size))))];
  const level = measure.level === undefined ? null : here[0][measure.level];
  const margin = labelMargin(lines);
  const panel = plotPanel(about, {
    ...MARGINS,
    marginRight: margin,
    x: batchAxis(sizes.sort((a, b) => a - b)),
    y: { label: measure.label, ...measure.scale },
    marks: [
      horizontals(measure.scale),
      ...(measure.scale.type === "linear" && measure.scale.domain[0] < 0
        ? [ruleY([0], { stroke: "var(--muted)", strokeOpacity: 0.6 })]
        : []),
      ...(drawable(level, measure)
        ? [ruleY([level], { stroke: "var(--muted)", strokeDasharray: "1,3", strokeWidth: 1.5 })]
        : []),
      ...lines.map((each, i) => exactLine(each, measure, aside(i, lines.length))),
      ...lines.map((each, i) => measuredLine(each, measure, aside(i, lines.length))),
    ],
  });
  const ends = lines.map((each) => {
    const last = byBatchSize(each.rows).at(-1) as Row;
    return {
      series: each,
      names: each.names,
      x: Number(last.batch_size),
      y: Number(last[measure.measured]),
    };
  });
  return labelEnds(panel, ends, margin);
};

/** Pixels by which a line is moved, so that the bars of those with like values are all seen. */
const aside = (i: number, n: number): number => (i - (n - 1) / 2) * Math.min(3, 12 / n);

/** A logarithmic axis whose ticks are the batch sizes of the study, thinned out where they are many. */
const batchAxis = (sizes: readonly number[]): ScaleOptions => {
  const every = Math.ceil(sizes.length / 6);
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  return {
    type: "log",
    base: 2,
    domain: first === last ? [first / 2, first * 2] : [first, last],
    insetLeft: 14,
    insetRight: 10,
    ticks: sizes.filter((_, i) => (sizes.length - 1 - i) % every === 0),
    tickFormat: String,
    label: "batch size (trajectories)",
    labelArrow: "none",
  };
};

const exactLine = ({ rows, className, color }: Line, measure: Measure, dx: number) =>
  line(byBatchSize(rows.filter((row) => drawable(row[measure.exact], measure))), {
    x: "batch_size",
    y: measure.exact,
    stroke: color,
    strokeWidth: 7,
    strokeOpacity: 0.3,
    dx,
    className: `${className} asked`,
  });

const measuredLine = (each: Line, measure: Measure, dx: number) => {
  const { className, color, dashes } = each;
  const rows = byBatchSize(each.rows);
  const look = { x: "batch_size", stroke: color, strokeWidth: 1.75, dx, className };
  return [
    ruleX(rows, { ...look, y1: around(measure, -1), y2: around(measure, 1) }),
    line(rows, { ...look, y: measure.measured, ...(dashes && { strokeDasharray: dashes }) }),
    symbols(rows, each, { x: "batch_size", y: measure.measured, dx, title: tipOf(each, measure) }),
  ];
};
