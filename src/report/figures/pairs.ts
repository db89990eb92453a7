import type { Row } from "../../store/snapshot.ts";
import { bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { logScale } from "../drawing/log-scale.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import type { Selection } from "../selection.ts";
import { streamsOverSeeds } from "../streams-over-seeds.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal } from "../text/literal.ts";

/** What is drawn against the number of pairs, each in a panel of its own. */
const METRICS = [
  { column: "pairwise", title: "two estimates", label: "cosine of two estimates" },
  { column: "others", title: "with the others' mean", label: "cosine with the others' mean" },
  { column: "exact", title: "with ∇J", label: "cosine with ∇J" },
] as const;

type Metric = (typeof METRICS)[number];

/** Agreement of estimates against the state-action pairs behind them. */
export const pairs: Figure = {
  name: "pairs",
  title: "How many state-action pairs does it take?",
  reading:
    "Mean cosine of estimates against the number of state-action pairs behind each: of two independent estimates; of an " +
    "estimate with the mean of the other streams' longest ones, which is a noisy reference and makes cosines too small by about " +
    "(1 + NSR/(M − 1))^−½; and with the exact gradient, where it is known. What agrees with itself may still point elsewhere. Means over " +
    "the seeds. Bands: 95 % intervals over the streams, for the θ of these seeds.",
  needs: "a probe by streams of pairs",
  sql: ({
    study,
  }) => `/* agreement of estimates of so many pairs, means over the seeds, with the intervals over streams */
SELECT agent, iteration, estimator, pairs, count(*) AS seeds, avg(trajectories) AS trajectories,
  ${streamsOverSeeds("pairwise_cosine", "pairwise")},
  ${streamsOverSeeds("cosine_others", "others")},
  avg(cosine_exact) AS exact,
  exp(avg(ln(pairs_for_90))) AS pairs_for_90
FROM pairs_summary WHERE study = ${literal(study)}
GROUP BY agent, iteration, estimator, pairs
ORDER BY agent, iteration, estimator, pairs`,
  draw(rows, selection) {
    const panels = probesOf(rows).flatMap((here) => panelsOf(here, selection));
    return {
      panels,
      legend: seriesIn(rows, selection.estimators),
      named: true,
      keys: bandKeys(panels),
      findings: probesOf(rows).flatMap(needs),
    };
  },
};

/** The rows of each agent and iteration. */
const probesOf = (rows: readonly Row[]): Row[][] => {
  const probes = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.agent, row.iteration]);
    probes.set(key, [...(probes.get(key) ?? []), row]);
  }
  return [...probes.values()];
};

const panelsOf = (rows: readonly Row[], selection: Selection): Panel[] => {
  const [{ agent, iteration }] = rows;
  const x = logScale(rows.map(({ pairs }) => Number(pairs)));
  return METRICS.flatMap((metric) => {
    const known = rows.filter((row) => row[metric.column] !== null);
    if (known.length === 0) return [];
    const values = known.map((row) => Number(row[metric.column]));
    return curvePanels(
      `${agent}, iteration ${iteration}: ${metric.title}`,
      known,
      seriesIn(known, selection.estimators),
      {
        ...{ of: "estimator", x: "pairs", y: metric.column, marked: (curve) => curve, width: 1.75 },
        interval: (row) => intervalOf(row, metric),
        say: (row) =>
          `${row.estimator}, ${formatNumber(Number(row.pairs))} pairs in ${formatNumber(Number(row.trajectories))} ` +
          `trajectories: ${formatNumber(Number(row[metric.column]))}`,
        axes: {
          x: { ...x, label: "state-action pairs per estimate" },
          y: { label: metric.label, domain: [Math.min(0, ...values), 1] },
        },
      },
      () => ({
        description: `${metric.label} against state-action pairs, of ${agent} at iteration ${iteration}. ${needs(rows).join(" ")}`,
      }),
    );
  });
};

/** Of those over streams; none of the cosine with ∇J. */
const intervalOf = (row: Row, { column }: Metric): readonly [number, number] | undefined => {
  const [low, high] = [row[`${column}_low`] ?? null, row[`${column}_high`] ?? null];
  return low === null || high === null ? undefined : [Number(low), Number(high)];
};

/** How many pairs an alignment of 0.9 asks for, by the largest number that was drawn. */
const needs = (rows: readonly Row[]): string[] => {
  const [{ agent, iteration }] = rows;
  const most = Math.max(...rows.map(({ pairs }) => Number(pairs)));
  const told = rows.filter((row) => row.pairs === most && row.pairs_for_90 !== null);
  if (told.length === 0) return [];
  const words = told.map((row) => `${row.estimator} ${formatNumber(Number(row.pairs_for_90))}`);
  return [
    `${agent}, iteration ${iteration}: pairs for a cosine of 0.9 with what is estimated: ${words.join(", ")}.`,
  ];
};
