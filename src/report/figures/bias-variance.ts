import { dot, line, type Markish } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import { seedsNote } from "../batch-measure.ts";
import { agreeing, type Line } from "../drawing/agreeing.ts";
import { labelEnds, labelMargin } from "../drawing/end-labels.ts";
import { horizontals, verticals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { MARGINS, plotPanel, SMALL } from "../drawing/plot-panel.ts";
import { seriesIn } from "../drawing/series.ts";
import { byBatchSize, symbols } from "../drawing/symbols.ts";
import type { Figure, Panel } from "../figure.ts";
import { drawn } from "../probe-sql.ts";
import type { Probe, Selection } from "../selection.ts";
import { turnedAndScaled } from "../text/bias-text.ts";
import { formatNumber } from "../text/format-number.ts";
import { biased } from "./bias-notes.ts";

/** Squared bias against total variance, one dot per estimator and batch size. */
export const biasVariance: Figure = {
  name: "bias-variance",
  title: "Is it noise, or is it wrong?",
  reading:
    "Squared bias against total variance, both logarithmic; a line leads from the smallest batch size, at its right end, to " +
    "the largest. An unbiased estimator shows as much bias as noise alone makes, and runs along the dashed line. A biased one " +
    "leaves it and stays up; left of the dotted line its error is bias more than noise, and larger batches no longer help. " +
    "A bias is two things: the mean estimate is ∇J turned by an angle, which leads elsewhere, and scaled, which a learning rate " +
    "makes up for.",
  needs: "estimates, and a true gradient",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* squared bias, and what noise alone shows of it, beside total variance: means over the seeds */
WITH squares AS (
  SELECT study, agent, iteration, estimator, batch_size, count(*) AS seeds, avg(replicates) AS replicates,
    avg(total_variance) AS total_variance, avg(bias_norm * bias_norm) AS squared_bias,
    avg(bias_noise * bias_noise) AS squared_bias_noise,
    avg(truth_standard_error * truth_standard_error) AS squared_truth_error, avg(truth_norm * truth_norm) AS squared_truth_norm,
    avg(exact_total_variance) AS exact_variance, avg(exact_bias_norm * exact_bias_norm) AS exact_squared_bias
  FROM estimator_summary
  WHERE ${drawn(selection)} AND bias_norm IS NOT NULL
  GROUP BY study, agent, iteration, estimator, batch_size
)
SELECT s.*, v.squared_bias_low, v.exact_turned_by, v.exact_scaled_by, v.turned_by, v.turned_by_low, v.turned_by_high,
  v.scaled_by, v.scaled_by_low, v.scaled_by_high
FROM squares AS s JOIN estimator_over_seeds AS v USING (study, agent, iteration, estimator, batch_size)
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const [x, y] = ["total_variance", "squared_bias"].map((column) =>
      logScale(rows.map((row) => Number(row[column]))),
    );
    const shown = rows.filter(
      (row) => Number(row.total_variance) >= x.domain[0] && Number(row.squared_bias) >= y.domain[0],
    );
    const least = y.domain[0] / 5;
    const rings = shown.filter(
      (row) => Number(row.exact_squared_bias) > least && Number(row.exact_variance) >= x.domain[0],
    );
    const column = (name: string) => shown.map((row) => Number(row[name]));
    const ring = (name: string) => rings.map((row) => Number(row[name]));
    const axes = {
      x: logScale([...column("total_variance"), ...ring("exact_variance")]),
      y: logScale([...column("squared_bias"), ...ring("exact_squared_bias")]),
    };
    return {
      panels: scatters(selection, shown, rings, axes),
      legend: seriesIn(shown, selection.estimators),
      named: true,
      keys: [
        ...(rings.length > 0 ? [{ mark: "ring", label: "exact" } as const] : []),
        { mark: "dashed", label: "noise alone" },
        { mark: "dotted", label: "bias² = variance" },
      ],
      findings: biased(rows, selection),
    };
  },
};

type Axes = Record<"x" | "y", ReturnType<typeof logScale>>;

/** A panel per probe; where one of them has many lines, a small panel per line. */
const scatters = (
  { probes, estimators }: Selection,
  all: readonly Row[],
  rings: readonly Row[],
  axes: Axes,
): Panel[] => {
  const found = probes.flatMap(({ agent, iteration }) => {
    const here = (row: Row) => row.agent === agent && row.iteration === iteration;
    const rows = all.filter(here);
    const lines = agreeing(rows, seriesIn(rows, estimators), ["total_variance", "squared_bias"]);
    const probe = { agent, iteration };
    return rows.length === 0 ? [] : [{ probe, rows, lines, rings: rings.filter(here) }];
  });
  const many = found.some(({ lines }) => lines.length > MAX_LINES);
  return found.flatMap((each) => scatter(each, axes, many));
};

/** A probe, and what is drawn of it. */
interface Scatter {
  readonly probe: Probe;
  readonly rows: readonly Row[];
  readonly lines: readonly Line[];
  readonly rings: readonly Row[];
}

const scatter = ({ probe, rows, lines, rings }: Scatter, axes: Axes, many: boolean): Panel[] => {
  const about = {
    title: `${probe.agent}, iteration ${probe.iteration}`,
    probe,
    note: seedsNote(rows),
    description: `Squared bias against total variance. ${rows.map(say).join("; ")}.`,
  };
  const ringsOf = ({ name }: Line) => rings.filter((row) => row.estimator === name);
  const [{ replicates, squared_truth_error }] = rows;
  const plot = (
    options: Parameters<typeof plotPanel>[1],
    told: Partial<typeof about>,
    shown: readonly Line[],
  ) =>
    plotPanel(
      { ...about, ...told },
      {
        ...options,
        x: { ...axes.x, label: "total variance", labelArrow: "none" },
        y: { ...axes.y, label: "squared bias" },
        marks: [
          verticals(axes.x),
          horizontals(axes.y),
          curve((x) => x / Number(replicates) + Number(squared_truth_error), axes, "4,3"),
          curve((x) => x, axes, "1,3"),
          ...lines.filter((each) => !shown.includes(each)).map((each) => pale(each)),
          ...shown.map((each) => path(each, ringsOf(each))),
        ] as Markish[],
      },
    );
  if (many)
    return lines.map((line, i) =>
      plot(
        SMALL,
        {
          title: line.names.join(", "),
          note: about.title,
          description:
            i === 0
              ? about.description
              : `${rows
                  .filter(({ estimator }) => line.names.includes(String(estimator)))
                  .map(say)
                  .join("; ")}.`,
        },
        [line],
      ),
    );
  const margin = labelMargin(lines);
  const ends = lines.map((series) => {
    const [first] = byBatchSize(series.rows);
    return { series, names: series.names, x: Number(first.total_variance), y: Number(first.squared_bias) };
  });
  return [labelEnds(plot({ ...MARGINS, marginRight: margin }, {}, lines), ends, margin)];
};

/** More than these hide each other, and have small panels of their own. */
const MAX_LINES = 5;

/** One mark and its place in words. */
const say = (row: Row): string =>
  `${row.estimator}, batch size ${row.batch_size}: squared bias ${formatNumber(Number(row.squared_bias))} ` +
  `(noise alone: ${formatNumber(Number(row.squared_bias_noise))}), total variance ${formatNumber(Number(row.total_variance))}${after(turnedAndScaled(row))}`;

/** The part of a curve that lies within the axes. */
const curve = (f: (x: number) => number, { x, y }: Axes, strokeDasharray: string) => {
  const [low, high] = x.domain;
  const points = Array.from({ length: 201 }, (_, i) => low * Math.exp((i / 200) * Math.log(high / low)))
    .map((at) => [at, f(at)] as const)
    .filter(([, value]) => value >= y.domain[0] && value <= y.domain[1]);
  return line(points, { stroke: "var(--muted)", strokeDasharray, strokeWidth: 1.25 });
};

const AT = { x: "total_variance", y: "squared_bias" };

const path = (each: Line, rings: readonly Row[]) => {
  const { className, color, names } = each;
  const rows = byBatchSize(each.rows);
  const exact = { x: "exact_variance", y: "exact_squared_bias", className };
  const title = (row: Row) => say({ ...row, estimator: names.join(", ") });
  return [
    dot(rings, { ...exact, r: 8, stroke: color, strokeOpacity: 0.6, strokeWidth: 1.5 }),
    line(rows, { ...AT, className, stroke: color, strokeWidth: 1, strokeOpacity: 0.6 }),
    symbols(rows, each, { ...AT, className, title }),
  ];
};

/** Another line, where one is told of. */
const pale = ({ rows }: Line) => line(byBatchSize(rows), { ...AT, stroke: "var(--line)", strokeWidth: 1.25 });

const after = (text: string): string => (text === "" ? "" : `; ${text}`);
