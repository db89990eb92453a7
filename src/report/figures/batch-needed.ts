import { axisY, ruleY, text } from "@observablehq/plot";
import { powerOfTen } from "../../arithmetic/power.ts";
import type { Row } from "../../store/snapshot.ts";
import { verticals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { plotPanel } from "../drawing/plot-panel.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Figure, Panel } from "../figure.ts";
import { drawn } from "../probe-sql.ts";
import type { Selection } from "../selection.ts";
import { batchWords } from "../text/batch-words.ts";
import { shorten } from "../text/shorten.ts";

/** Trajectories that an estimate needs for a mean alignment of 0.9. */
export const batchNeeded: Figure = {
  name: "batch-needed",
  title: "How large must the batch be?",
  reading:
    "Trajectories per estimate for a mean alignment of 0.9 with ∇J, with 95 % intervals: by the law of normal estimates, from " +
    "exact moments where there are any, and by what means of stored estimates show beside it. Of an estimate that is no mean " +
    "over its batch, only two probed batch sizes tell. “Never”: ever larger batches tend to an alignment below 0.9.",
  needs: "estimators of which the batch for 0.9 is known, or that there is none",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* trajectories for a mean alignment of 0.9: the mean over the seeds that reach it */
SELECT agent, iteration, estimator, seeds, reaching, never, source, method, from_size,
  CASE WHEN trajectories < 1e12 THEN trajectories END AS trajectories, low, high, limit_cosine, note
FROM batch_for_alignment_over_seeds
WHERE ${drawn(selection)}
ORDER BY agent, iteration, estimator`,
  draw(rows, selection) {
    const reached = rows.flatMap(({ trajectories, low, high }) =>
      trajectories === null ? [] : [trajectories, low ?? trajectories, high ?? trajectories].map(Number),
    );
    const least = powerOfTen(Math.floor(Math.log10(Math.min(100, ...reached) / 1.5)));
    const scale = logScale([Math.max(1, least), 10 * Math.max(1, least), ...reached]);
    const from = Math.max(1, least);
    return {
      panels: selection.probes.flatMap(({ agent, iteration }) => {
        const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
        if (here.every(({ reaching, never }) => reaching === 0 && never === 0)) return [];
        return panel(`${agent}, iteration ${iteration}`, here, selection, {
          ...scale,
          domain: [from, scale.domain[1]],
        });
      }),
      legend: [], // the axis has the names
      keys: (
        [
          { mark: "filled", label: "from exact moments", source: "exact" },
          { mark: "hollow", label: "from the sample", source: "empirical" },
        ] as const
      ).filter(({ source }) => rows.some((row) => row.source === source)),
      findings: [],
    };
  },
};

const LINE = 26; // pixels per estimator

const panel = (
  title: string,
  rows: readonly Row[],
  { estimators }: Selection,
  scale: ReturnType<typeof logScale>,
): Panel => {
  const order = seriesIn(rows, estimators).map(({ name }) => name);
  const place = ({ trajectories }: Row) => Number(trajectories ?? scale.domain[0]);
  const marksOf = (row: Row) => {
    const series = estimators.get(String(row.estimator)) as Series;
    const at = { x: place, y: "estimator", className: series.className };
    const label = batchWords(row);
    const [first, last] = scale.domain.map(Math.log);
    const toLeft = Math.log(place(row)) - first > 0.72 * (last - first);
    return [
      ...(row.trajectories === null
        ? []
        : [
            ruleY([row], {
              y: "estimator",
              className: series.className,
              x1: Number(row.low ?? row.trajectories),
              x2: row.high === null ? scale.domain[1] : Number(row.high),
              stroke: series.color,
              strokeWidth: 1.5,
            }),
            symbols([row], series, { ...at, hollow: row.source !== "exact", r: 5 }),
          ]),
      text([row], {
        ...at,
        text: [label],
        dx: row.trajectories === null ? 2 : toLeft ? -10 : 10,
        textAnchor: toLeft && row.trajectories !== null ? "end" : "start",
        fill: row.trajectories === null ? "var(--muted)" : "currentColor",
        stroke: "var(--page)",
        strokeWidth: 4,
      }),
    ];
  };
  return plotPanel(
    {
      title,
      description: `Trajectories for an alignment of 0.9. ${rows.map((row) => `${row.estimator}: ${batchWords(row)}`).join("; ")}.`,
    },
    {
      height: 8 + 40 + LINE * order.length,
      marginTop: 8,
      insetLeft: 8,
      insetRight: 8,
      marginLeft: 138,
      x: { ...scale, label: "trajectories per estimate", labelArrow: "none" },
      y: { type: "band", domain: order, label: null },
      marks: [
        verticals(scale),
        axisY({ tickSize: 0, tickFormat: (name: string) => shorten(name, 19) }),
        ruleY(order, { y: (name: string) => name, stroke: "var(--grid)" }),
        ...rows.flatMap(marksOf),
      ],
    },
  );
};
