import { line, type Markish, type PlotOptions, ruleX, ruleY, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import { seedsNote } from "../batch-measure.ts";
import { agree, joined, type Line } from "../drawing/agreeing.ts";
import { labelEnds, labelMargin } from "../drawing/end-labels.ts";
import { horizontals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { MARGINS, plotPanel, SMALL } from "../drawing/plot-panel.ts";
import { seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Panel } from "../figure.ts";
import type { Selection } from "../selection.ts";
import { count, formatNumber, valueText } from "../text/format-number.ts";
import { shorten } from "../text/shorten.ts";
import { type Height, halfOf, type Metric, rowsOfMetric } from "./vary-metrics.ts";

/** More lines than these hide each other, and have small panels of their own. */
const MAX_LINES = 5;

/** A metric against a key of the configuration; nothing where fewer than two of its values are known. */
export const variedPanels = (
  metric: Metric,
  group: string,
  all: readonly Row[],
  selection: Selection,
  key: string,
  y: Height,
): Panel[] => {
  const { title, of, value, errors, predicted = () => null, logarithmic } = metric;
  const rows = rowsOfMetric(metric, all);
  const places = [...new Set(rows.map((row) => row[key]))];
  if (places.length < 2) return [];
  const axis = axisOf(places, key);
  const half = (row: Row) => halfOf(row, errors(row));
  const within = (at: number) => Math.max(y.domain[0], Math.min(y.domain[1], at));
  const drawable = (row: Row) => !logarithmic || Number(value(row)) >= y.domain[0];
  const lines = joined(
    seriesIn(rows, of === "agent" ? selection.agents : selection.estimators, of),
    ({ name }) =>
      rows.filter((row) => row[of] === name && drawable(row)).sort((a, b) => axis.place(a) - axis.place(b)),
    (some, others) => agree(some, others, (row) => [axis.place(row), Number(value(row))]),
  ).filter((line) => line.rows.length > 0);
  const say = (row: Row) => `${key} ${valueText(row[key])}: ${formatNumber(Number(value(row)))}`;
  const curve = (each: Line): Markish => {
    const { rows: own, names } = each;
    const look = { x: axis.place, stroke: each.color, strokeWidth: 1.5, className: each.className };
    const limit = (side: number) => (row: Row) => within(Number(value(row)) + side * (half(row) ?? 0));
    return [
      line(
        own.filter((row) => predicted(row) !== null),
        { ...look, y: predicted, strokeWidth: 7, strokeOpacity: 0.3, className: `${each.className} asked` },
      ),
      ruleX(
        own.filter((row) => half(row) !== null),
        { ...look, y1: limit(-1), y2: limit(1) },
      ),
      line(own, { ...look, y: value, ...(each.dashes && { strokeDasharray: each.dashes }) }),
      symbols(own, each, {
        x: axis.place,
        y: value,
        title: (row: Row) => `${names.join(", ")}, ${say(row)}`,
      }),
    ] as Markish;
  };
  const shadow = (each: Line): Markish =>
    line(each.rows, { x: axis.place, y: value, stroke: "var(--muted)", strokeOpacity: 0.35, strokeWidth: 1 });
  const size = rows[0].batch_size;
  const sizes = size === null ? "" : `batch size ${size}, `;
  const note = [group, `${sizes}${seedsNote(rows)}`].filter((each) => each !== "").join("; ");
  const panel = (about: Pick<Panel, "title" | "note">, shown: readonly Line[], options: PlotOptions) =>
    plotPanel(
      {
        ...about,
        description: `${title} against ${key}. ${shown.map((each) => `${each.names.join(", ")}: ${each.rows.map(say).join(", ")}`).join("; ")}.`,
      },
      {
        ...options,
        x: axis.scale,
        y: { label: title.toLowerCase(), ...y },
        marks: [
          horizontals(y),
          ...(y.domain[0] < 0 && y.domain[1] > 0
            ? [ruleY([0], { stroke: "var(--muted)", strokeOpacity: 0.6 })]
            : []),
          ...lines.filter((each) => !shown.includes(each)).map(shadow),
          ...shown.map(curve),
        ] as Markish[],
      },
    );
  if (lines.length > MAX_LINES)
    return lines.map((each) =>
      panel({ title: each.names.join(", "), note: `${title}; ${note}` }, [each], SMALL),
    );
  const ends = lines.map((each) => {
    const last = each.rows.at(-1) as Row;
    return { series: each, names: each.names, x: axis.place(last), y: Number(value(last)) };
  });
  const margin = labelMargin(ends);
  return [labelEnds(panel({ title, note }, lines, { ...MARGINS, marginRight: margin }), ends, margin)];
};

const MAX_TICKS = 7;

/** Where a value stands: numbers on a scale, logarithmic where they span a decade and more; others in their order. */
const axisOf = (
  values: readonly Row[string][],
  key: string,
): { place: (row: Row) => number; scale: ScaleOptions } => {
  const numbers = values.every((value) => typeof value === "number");
  const sorted = numbers ? (values as number[]).slice().sort((a, b) => a - b) : values;
  const every = Math.ceil(sorted.length / MAX_TICKS);
  const ticked = sorted.filter((_, i) => (sorted.length - 1 - i) % every === 0);
  const about = { label: key, labelArrow: "none", inset: 18 } as const;
  if (!numbers)
    return {
      place: (row) => sorted.indexOf(row[key]),
      scale: {
        ...{ ...about, type: "linear", domain: [0, sorted.length - 1] },
        ...{ ticks: ticked.map((value) => sorted.indexOf(value)) },
        tickFormat: (i: number) => shorten(labels(sorted)[i], Math.max(6, Math.floor(44 / ticked.length))),
      },
    };
  const [low, high] = [Number(sorted[0]), Number(sorted[sorted.length - 1])];
  const place = (row: Row) => Number(row[key]);
  if (low > 0 && high >= 10 * low) return { place, scale: { ...logScale(sorted as number[]), ...about } };
  const ticks = sorted.length <= MAX_TICKS ? (sorted as number[]) : 5;
  return { place, scale: { ...about, type: "linear", domain: [low, high], ticks, tickFormat: valueText } };
};

/** Texts of values; of lists that are all of different lengths, the lengths. */
const labels = (values: readonly Row[string][]): string[] => {
  const lists = values.map((value) =>
    typeof value === "string" && value.startsWith("[") ? JSON.parse(value) : null,
  );
  const lengths = lists.map((list) => (list === null ? null : list.length));
  const told = lengths.every((n) => n !== null) && new Set(lengths).size === lengths.length;
  return told ? lengths.map((n) => count(n, "value")) : values.map(valueText);
};
