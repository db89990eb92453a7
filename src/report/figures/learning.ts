import { areaY, line, type Markish } from "@observablehq/plot";
import { studentQuantile } from "../../statistics/student.ts";
import type { Row } from "../../store/snapshot.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../format-number.ts";
import { horizontals } from "../grids.ts";
import { literal } from "../literal.ts";
import { plotPanel } from "../plot-panel.ts";
import { type Series, seriesIn } from "../series.ts";
import { symbols } from "../symbols.ts";

const BINS = 50;

/** Returns along training, with bands over the seeds. */
export const learning: Figure = {
  name: "learning",
  title: "What was learned?",
  reading:
    "Return against environment steps of training, mean over the seeds. Exact: J(θ), by dynamic programming. Sampled: the " +
    "mean discounted return of each batch. Bands: 95 % intervals for the mean over seeds (Student's t).",
  sql: ({
    experiment,
  }) => `/* returns over at most ${BINS} bins of iterations, first within each seed, then over the seeds */
WITH binned AS (
  SELECT agent, seed, iteration * ${BINS} / (1 + max(iteration) OVER (PARTITION BY agent)) AS bin,
    env_steps, mean_return, exact_return
  FROM learning_curve WHERE experiment = ${literal(experiment)}
), curve AS (
  SELECT agent, seed, bin, avg(env_steps) AS env_steps, avg(mean_return) AS sampled, avg(exact_return) AS exact
  FROM binned GROUP BY agent, seed, bin
)
SELECT agent, bin, count(*) AS seeds, avg(env_steps) AS env_steps,
  avg(sampled) AS sampled_return,
  sqrt(max(0, avg(sampled * sampled) - avg(sampled) * avg(sampled)) / (count(sampled) - 1)) AS sampled_return_se,
  avg(exact) AS exact_return,
  sqrt(max(0, avg(exact * exact) - avg(exact) * avg(exact)) / (count(exact) - 1)) AS exact_return_se
FROM curve GROUP BY agent, bin ORDER BY agent, bin`,
  draw(rows, { agents }) {
    const legend = seriesIn(rows, agents, "agent");
    const curves = (column: "exact_return" | "sampled_return", title: string): Panel[] => {
      const known = rows.filter((row) => row[column] !== null);
      return !legend.some(({ name }) => known.filter(({ agent }) => agent === name).length > 1)
        ? []
        : [panel(title, known, column, legend)];
    };
    return {
      panels: [...curves("exact_return", "Exact return J(θ)"), ...curves("sampled_return", "Sampled return")],
      legend,
      findings: ends(rows, legend),
    };
  },
};

/** Half of the 95 % interval for a mean over seeds. */
const margin = (row: Row, column: string): number =>
  Number(row.seeds) < 2
    ? Number.NaN
    : studentQuantile(0.975, Number(row.seeds) - 1) * Number(row[`${column}_se`]);

const panel = (title: string, rows: readonly Row[], column: string, agents: readonly Series[]): Panel => {
  const domain = around(rows, column);
  const clamp = (value: number) => Math.max(domain[0], Math.min(domain[1], value));
  const marks = agents.flatMap((series) => {
    const { name, className, color, dashes } = series;
    const own = rows.filter(({ agent }) => agent === name);
    return [
      areaY(
        own.filter((row) => Number.isFinite(margin(row, column))),
        {
          x: "env_steps",
          y1: (row: Row) => clamp(Number(row[column]) - margin(row, column)),
          y2: (row: Row) => clamp(Number(row[column]) + margin(row, column)),
          fill: color,
          fillOpacity: 0.16,
          className,
        },
      ),
      line(own, {
        x: "env_steps",
        y: column,
        stroke: color,
        strokeWidth: column === "exact_return" ? 2.25 : 1.25,
        ...(dashes && { strokeDasharray: dashes }),
        className,
      }),
      symbols(own.slice(-1), series, {
        x: "env_steps",
        y: column,
        title: (row: Row) => `${name}: ${formatNumber(Number(row[column]), 4)} at the end`,
      }),
    ];
  });
  return plotPanel(
    { title, description: `${title} against environment steps. ${ends(rows, agents, column).join(" ")}` },
    {
      x: { label: "environment steps", labelArrow: "none", ticks: 5, tickFormat: "~s" },
      y: { label: "return", domain, ticks: 6 },
      marks: [horizontals({ ticks: 6 }), marks as Markish],
    },
  );
};

/** All means, and of the bands as much again above and below at most, as they are wide where seeds are few. */
const around = (rows: readonly Row[], column: string): [number, number] => {
  const values = rows.map((row) => Number(row[column]));
  const margins = rows.map((row) => margin(row, column)).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room =
    Math.min(Math.max(0, ...margins), high - low) * 1.05 || (high - low || Math.abs(high) || 1) / 20;
  return [low - room, high + room];
};

/** First and last mean of every agent, in words. */
const ends = (rows: readonly Row[], agents: readonly Series[], column?: string): string[] =>
  agents.flatMap(({ name }) => {
    const own = rows.filter(({ agent }) => agent === name);
    const shown =
      column ?? (own.some((row) => row.exact_return !== null) ? "exact_return" : "sampled_return");
    const [first, last] = [own[0], own[own.length - 1]];
    if (own.length < 2 || first[shown] === null || last[shown] === null) return [];
    const what = shown === "exact_return" ? "J(θ)" : "the sampled return";
    return `${name}: ${what} goes from ${formatNumber(Number(first[shown]))} to ${formatNumber(Number(last[shown]))}.`;
  });
