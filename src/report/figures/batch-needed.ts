import { axisY, ruleY, text } from "@observablehq/plot";
import { powerOfTen } from "../../arithmetic/power.ts";
import type { Row } from "../../store/snapshot.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../format-number.ts";
import { verticals } from "../grids.ts";
import { logScale } from "../log-scale.ts";
import { plotPanel } from "../plot-panel.ts";
import { drawn } from "../probe-sql.ts";
import type { Selection } from "../selection.ts";
import { type Series, seriesIn } from "../series.ts";
import { shorten } from "../shorten.ts";
import { symbols } from "../symbols.ts";

/** Trajectories that an estimate needs for a mean alignment of .9. */
export const batchNeeded: Figure = {
  name: "batch-needed",
  title: "How large must the batch be?",
  reading:
    "Trajectories per estimate for a mean alignment of .9 with ∇J, by the prediction cos(E g, ∇J) / √(1 + NSR/n): from " +
    "exact moments where there are any, else from the sample at the largest batch size. “Never”: the " +
    "mean of the estimates points elsewhere, and no batch is large enough.",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* trajectories for a mean alignment of .9: the mean over the seeds, where every seed reaches it */
SELECT agent, iteration, estimator, count(*) AS seeds, min(source) AS source,
  CASE WHEN count(trajectories) = count(*) AND max(trajectories) < 1e12 THEN avg(trajectories) END AS trajectories,
  CASE WHEN count(trajectories) = count(*) AND max(trajectories) < 1e12 THEN 'reached' WHEN sum(verdict = 'never') > 0 THEN 'never' ELSE 'unknown' END AS verdict,
  avg(limit_cosine) AS limit_cosine
FROM batch_for_alignment
WHERE ${drawn(selection)}
GROUP BY agent, iteration, estimator
ORDER BY agent, iteration, estimator`,
  draw(rows, selection) {
    const reached = rows.flatMap(({ trajectories }) => (trajectories === null ? [] : Number(trajectories)));
    const least = powerOfTen(Math.floor(Math.log10(Math.min(100, ...reached) / 1.5)));
    const scale = logScale([Math.max(1, least), 10 * Math.max(1, least), ...reached]);
    const from = Math.max(1, least);
    return {
      panels: selection.probes.flatMap(({ agent, iteration }) => {
        const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
        if (here.every(({ verdict }) => verdict === "unknown")) return [];
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
  const say = ({ trajectories, verdict, limit_cosine }: Row) => {
    if (trajectories !== null) return formatNumber(Math.round(Number(trajectories)));
    return verdict === "never" ? `never (tends to ${formatNumber(Number(limit_cosine), 2)})` : "unknown";
  };
  const place = ({ trajectories }: Row) => Number(trajectories ?? scale.domain[0]);
  const marksOf = (row: Row) => {
    const series = estimators.get(String(row.estimator)) as Series;
    const at = { x: place, y: "estimator", className: series.className };
    const label = say(row);
    const [first, last] = scale.domain.map(Math.log);
    const toLeft = Math.log(place(row)) - first > 0.72 * (last - first);
    return [
      ...(row.trajectories === null
        ? []
        : [symbols([row], series, { ...at, hollow: row.source !== "exact", r: 5 })]),
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
      description: `Trajectories for an alignment of .9. ${rows.map((row) => `${row.estimator}: ${say(row)}`).join("; ")}.`,
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
