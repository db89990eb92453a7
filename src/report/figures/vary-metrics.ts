import type { ScaleOptions } from "@observablehq/plot";
import { normalQuantile } from "../../statistics/distributions/normal-distribution.ts";
import { studentQuantile } from "../../statistics/distributions/student.ts";
import type { Row } from "../../store/snapshot.ts";
import { commonBatchSize } from "../batch-size.ts";
import { logScale } from "../drawing/log-scale.ts";
import { formatNumber, valueText } from "../text/format-number.ts";

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
  /** What is said of the largest. */
  readonly said?: string;
  /** What no value is beyond. */
  readonly limits?: readonly [number, number];
}

const numeric = (value: Row[string]): number | null => (typeof value === "number" ? value : null);

/** The metrics that some rows know. */
export const metricsOf = (rows: readonly Row[]): Metric[] => {
  const exact = rows.every(({ estimator, exact_variance }) => estimator === null || exact_variance !== null);
  const all: Metric[] = [
    {
      ...{ title: "Alignment", of: "estimator", said: "Best aligned is" },
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
      ...{ title: "Return of the last θ", of: "agent", said: "Most is learned by" },
      value: ({ learned }) => numeric(learned),
      errors: ({ learned_se }) => [numeric(learned_se), null],
    },
  ];
  return all.filter(({ value }) => rows.some((row) => value(row) !== null));
};

/** The rows of a metric that are compared: at the batch size that most estimators have. */
export const rowsOfMetric = ({ value, of }: Metric, all: readonly Row[]): readonly Row[] => {
  const known = all.filter((row) => value(row) !== null && (row.estimator === null) === (of === "agent"));
  const size = of === "estimator" && known.length > 0 ? commonBatchSize(known) : null;
  return known.filter(({ batch_size }) => batch_size === size);
};

/** The axis of a metric, the same for all of its panels. */
export type Height = ScaleOptions & { readonly domain: [number, number] };

export const heightOf = (metric: Metric, all: readonly Row[]): Height => {
  const { value, predicted = () => null, logarithmic, limits } = metric;
  const rows = rowsOfMetric(metric, all);
  if (logarithmic) return logScale(rows.map((row) => Number(value(row))));
  const heights = rows.flatMap((row) => [
    ...[-1, 0, 1].map((side) => Number(value(row)) + side * (halfOf(row, metric.errors(row)) ?? 0)),
    predicted(row) ?? Number(value(row)),
  ]);
  return { type: "linear", domain: padded(heights, limits), ticks: 6 };
};

/** Where a metric is best, and whose: as predicted where it is, which a few estimates do not blur. */
export const best = (metric: Metric, all: readonly Row[], keys: readonly string[]): string[] => {
  const { value, predicted = () => null, said } = metric;
  const rows = rowsOfMetric(metric, all);
  if (said === undefined || rows.length === 0) return [];
  const known = rows.every((row) => predicted(row) !== null);
  const of = (row: Row) => Number(known ? predicted(row) : value(row));
  const [first] = [...rows].sort((a, b) => of(b) - of(a));
  const where = keys.map((key) => `${key} ${valueText(first[key])}`).join(", ");
  const theta =
    first.estimator !== null && new Set(rows.map(({ agent }) => agent)).size > 1
      ? `, at θ of ${first.agent}`
      : "";
  return [
    `${said} ${first.estimator ?? first.agent} at ${where}${theta} (${formatNumber(of(first))}${known ? ", predicted" : ""}).`,
  ];
};

/** Half of the 95 % interval: over the seeds, or over the replicates of the only one. */
export const halfOf = (
  { seeds }: Row,
  [ofSeeds, ofReplicates]: ReturnType<Metric["errors"]>,
): number | null => {
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
