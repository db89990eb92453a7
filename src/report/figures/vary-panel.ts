import { line, type Markish, ruleX, ruleY, type ScaleOptions } from "@observablehq/plot";
import { normalQuantile } from "../../statistics/distributions/normal-distribution.ts";
import { studentQuantile } from "../../statistics/distributions/student.ts";
import type { Row } from "../../store/snapshot.ts";
import { seedsNote } from "../batch-measure.ts";
import { commonBatchSize } from "../batch-size.ts";
import { labelEnds, labelMargin } from "../drawing/end-labels.ts";
import { horizontals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { MARGINS, plotPanel } from "../drawing/plot-panel.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Panel } from "../figure.ts";
import type { Selection } from "../selection.ts";
import { count, formatNumber, valueText } from "../text/format-number.ts";
import { shorten } from "../text/shorten.ts";

/** What is drawn against a varied value. */
export interface Metric {
  readonly title: string;
  readonly of: "estimator" | "agent";
  readonly value: (row: Row) => number | null;
  /** Its standard errors: over the seeds, and over the replicates of the only one. */
  readonly errors: (row: Row) => readonly [seeds: number | null, replicates: number | null];
  /** What the model predicts. */
  readonly predicted?: (row: Row) => number | null;
  readonly logarithmic?: true;
  /** What no value is beyond. */
  readonly limits?: readonly [number, number];
}

const numeric = (value: Row[string]): number | null => (typeof value === "number" ? value : null);

/** The metrics that some rows know. */
export const metricsOf = (rows: readonly Row[]): Metric[] => {
  const exact = rows.every(({ estimator, exact_variance }) => estimator === null || exact_variance !== null);
  const all: Metric[] = [
    {
      ...{ title: "Alignment", of: "estimator" },
      limits: [-1, 1],
      value: ({ alignment }) => numeric(alignment),
      predicted: ({ predicted_alignment }) => numeric(predicted_alignment),
      errors: (row) => [numeric(row.alignment_se), numeric(row.alignment_replicate_se)],
    },
    {
      ...{ title: exact ? "Total variance, exact" : "Total variance", of: "estimator", logarithmic: true },
      value: (row) => numeric(exact ? row.exact_variance : row.total_variance),
      errors: (row) => [numeric(exact ? row.exact_variance_se : row.total_variance_se), null],
    },
    {
      ...{ title: "Return of the last θ", of: "agent" },
      value: ({ learned }) => numeric(learned),
      errors: ({ learned_se }) => [numeric(learned_se), null],
    },
  ];
  return all.filter(({ value }) => rows.some((row) => value(row) !== null));
};

/** A metric against a key of the configuration; nothing where fewer than two of its values are known. */
export const variedPanel = (
  metric: Metric,
  group: string,
  all: readonly Row[],
  selection: Selection,
  key: string,
): { panel: Panel; finding: string[] }[] => {
  const { title, of, value, errors, predicted = () => null, logarithmic, limits } = metric;
  const known = all.filter((row) => value(row) !== null && (row.estimator === null) === (of === "agent"));
  const size = of === "estimator" && known.length > 0 ? commonBatchSize(known) : null;
  const rows = known.filter(({ batch_size }) => batch_size === size);
  const places = [...new Set(rows.map((row) => row[key]))];
  if (places.length < 2) return [];
  const axis = axisOf(places, key);
  const series = seriesIn(rows, of === "agent" ? selection.agents : selection.estimators, of);
  const half = (row: Row) => halfOf(row, errors(row));
  const heights = rows.flatMap((row) => [
    ...[-1, 0, 1].map((side) => Number(value(row)) + side * (half(row) ?? 0)),
    predicted(row) ?? Number(value(row)),
  ]);
  const y = logarithmic
    ? logScale(rows.map((row) => Number(value(row))))
    : { type: "linear" as const, domain: padded(heights, limits), ticks: 6 };
  const within = (at: number) => Math.max(y.domain[0], Math.min(y.domain[1], at));
  const drawable = (row: Row) => !logarithmic || Number(value(row)) >= y.domain[0];
  const say = (row: Row) => `${key} ${valueText(row[key])}: ${formatNumber(Number(value(row)))}`;
  const rowsOf = ({ name }: Series) =>
    rows.filter((row) => row[of] === name && drawable(row)).sort((a, b) => axis.place(a) - axis.place(b));
  const curve = (each: Series): Markish => {
    const own = rowsOf(each);
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
      symbols(own, each, { x: axis.place, y: value, title: (row: Row) => `${each.name}, ${say(row)}` }),
    ] as Markish;
  };
  const told = series.map((each) => `${each.name}: ${rowsOf(each).map(say).join(", ")}`);
  const sizes = size === null ? "" : `batch size ${size}, `;
  const ends = series.flatMap((each) => {
    const last = rowsOf(each).at(-1);
    return last === undefined
      ? []
      : [{ series: each, names: [each.name], x: axis.place(last), y: Number(value(last)) }];
  });
  const margin = labelMargin(ends);
  const panel = plotPanel(
    {
      title,
      note: [group, `${sizes}${seedsNote(rows)}`].filter((each) => each !== "").join("; "),
      description: `${title} against ${key}. ${told.join("; ")}.`,
    },
    {
      ...MARGINS,
      marginRight: margin,
      x: axis.scale,
      y: { label: title.toLowerCase(), ...y },
      marks: [
        horizontals(y),
        ...(y.domain[0] < 0 && y.domain[1] > 0
          ? [ruleY([0], { stroke: "var(--muted)", strokeOpacity: 0.6 })]
          : []),
        ...series.map(curve),
      ] as Markish[],
    },
  );
  return [
    {
      panel: labelEnds(panel, ends, margin),
      finding: of === "estimator" && title === "Alignment" ? best(rows, key, metric, group) : [],
    },
  ];
};

/** Half of the 95 % interval: over the seeds, or over the replicates of the only one. */
const halfOf = ({ seeds }: Row, [ofSeeds, ofReplicates]: ReturnType<Metric["errors"]>): number | null => {
  if (Number(seeds) > 1) return ofSeeds === null ? null : studentQuantile(0.975, Number(seeds) - 1) * ofSeeds;
  return ofReplicates === null ? null : normalQuantile(0.975) * ofReplicates;
};

const padded = (
  values: readonly number[],
  [least, greatest]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): [number, number] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) / 20;
  return [Math.max(least, low - room), Math.min(greatest, high + room)];
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

/** At which value the best alignment is, and whose: as predicted where it is, which a few estimates do not blur. */
const best = (
  rows: readonly Row[],
  key: string,
  { value, predicted = () => null }: Metric,
  group: string,
): string[] => {
  const known = rows.every((row) => predicted(row) !== null);
  const of = (row: Row) => Number(known ? predicted(row) : value(row));
  const [first] = [...rows].sort((a, b) => of(b) - of(a));
  const where = group === "" ? "" : `${group}: `;
  const said = `${first.estimator} at ${key} ${valueText(first[key])} (${formatNumber(of(first))}${known ? ", predicted" : ""})`;
  return [`${where}best aligned is ${said}.`];
};
