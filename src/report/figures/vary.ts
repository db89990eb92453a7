import { LAST_OF_CHAIN } from "../../store/configurations.ts";
import type { Row } from "../../store/snapshot.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import { ALIGNMENT } from "../probe-sql.ts";
import type { Selection } from "../selection.ts";
import { list, valueText } from "../text/format-number.ts";
import { valuesOf } from "../text/literal.ts";
import type { Variation } from "../variation.ts";
import { best, type Height, heightOf, type Metric, metricsOf } from "./vary-metrics.ts";
import { variedPanels } from "./vary-panel.ts";

const MAX_PANELS = 24;

/** Alignment, variance and J against a value of the configuration that studies differ in. */
export const vary: Figure = {
  name: "vary",
  title: "What does it depend on?",
  reading:
    "A study that varies (or several that differ in three keys of their configuration at most), against the varied value: alignment " +
    "and total variance of every estimator at the last probe, at the largest batch size that most have, and the return of the last θ " +
    "of every agent. Means over the seeds. Bars: 95 % intervals over the seeds (Student's t), or over the replicates where there is " +
    "one seed; exact variances of one seed have none. A second key that varies has a panel for each of its values. The report on such studies begins with it.",
  needs: "two studies or more that differ in one to three keys of their configuration, as those of `vary`",
  sql: ({ variation, wanted }) => variation && variedSql(variation, wanted.iteration),
  draw(all, selection) {
    const { variation } = selection;
    if (variation === undefined || all.length === 0) return { panels: [], legend: [], findings: [] };
    const { x, others } = axisOf(all, variation);
    const rows = having(all, x);
    const groups = groupsOf(rows, others);
    const metrics = metricsOf(rows);
    const panels = metrics.flatMap((metric) => {
      const y = heightOf(metric, rows);
      return groups.flatMap(({ title, rows: own }) => panelsOf(metric, title, own, selection, x, y));
    });
    const shown = panels.slice(0, MAX_PANELS);
    const probed = rows.filter(({ estimator }) => estimator !== null);
    const learned = rows.filter(({ estimator }) => estimator === null);
    return {
      panels: shown,
      legend: [
        ...seriesIn(probed, selection.estimators),
        ...(learned.length > 0 ? seriesIn(learned, selection.agents, "agent") : []),
      ],
      named: true,
      keys: probed.some((row) => row.predicted_alignment !== null)
        ? [{ mark: "pale", label: "predicted", asked: true }]
        : [],
      findings: [
        ...metrics.flatMap((metric) => best(metric, rows, [x, ...others])),
        ...(variation.also.length > 0 ? [`What varies with it: ${list(variation.also)}.`] : []),
        ...(panels.length > shown.length
          ? [`${panels.length - shown.length} more panels are not drawn.`]
          : []),
      ],
    };
  },
};

/** A panel per agent for what is of estimators; one for what is of agents. */
const panelsOf = (
  metric: Metric,
  title: string,
  rows: readonly Row[],
  selection: Selection,
  x: string,
  y: Height,
): Panel[] => {
  if (metric.of === "agent") return variedPanels(metric, title, rows, selection, x, y);
  const agents = seriesIn(rows, selection.agents, "agent").map(({ name }) => name);
  return agents.flatMap((agent) => {
    const heading = [title, agents.length > 1 ? `θ of ${agent}` : ""]
      .filter((each) => each !== "")
      .join(", ");
    return variedPanels(
      metric,
      heading,
      rows.filter((row) => row.agent === agent),
      selection,
      x,
      y,
    );
  });
};

/** Rows of the agents that have a key: of the others nothing depends on it. */
const having = (rows: readonly Row[], key: string): Row[] => {
  const agents = new Set(rows.filter((row) => row[key] !== null).map(({ agent }) => agent));
  return rows.filter(({ agent }) => agents.has(agent));
};

/** The key along the axis: the one with the most numbers, else the most values; and the others. */
const axisOf = (rows: readonly Row[], { keys }: Variation): { x: string; others: string[] } => {
  const distinct = (key: string) => new Set(having(rows, key).map((row) => row[key]));
  const rank = (key: string) => {
    const values = [...distinct(key)];
    return (values.every((value) => typeof value === "number") ? 1e6 : 0) + values.length;
  };
  const [x, ...others] = [...keys].sort((a, b) => rank(b) - rank(a));
  return { x, others };
};

/** Rows with the same values of the other keys, and these in words. */
const groupsOf = (rows: readonly Row[], others: readonly string[]): { title: string; rows: Row[] }[] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const title = others.map((key) => `${key} ${valueText(row[key])}`).join(", ");
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, own]) => ({ title, rows: own }));
};

const overSeeds = (column: string) => `avg(${column}) AS ${column},
    sqrt(max(0, avg(${column} * ${column}) - avg(${column}) * avg(${column})) / (count(${column}) - 1)) AS ${column}_se`;

const variedSql = ({ keys, studies }: Variation, iteration: number | undefined): string => {
  const named = `study IN (VALUES ${valuesOf(studies.map((study) => [study]))})`;
  const quoted = (key: string) => `"${key.replaceAll('"', '""')}"`;
  const value = (key: string) =>
    `max(CASE key WHEN '${key.replaceAll("'", "''")}' THEN value END) AS ${quoted(key)}`;
  const last =
    iteration === undefined ? "max(iteration) OVER (PARTITION BY study, agent)" : String(iteration);
  return `/* what estimators show and agents learn, against the keys that the studies differ in: means over the seeds */
WITH varied AS (
  SELECT study, agent, min(run_id) AS first, ${keys.map(value).join(", ")}
  FROM hyperparameter WHERE run_id IN (SELECT min(r.run_id) FROM run AS r WHERE ${LAST_OF_CHAIN} GROUP BY r.study_id, r.agent) AND ${named}
  GROUP BY study, agent
), probed AS (
  SELECT *, exact_total_variance AS exact_variance, ${ALIGNMENT}, iteration = ${last} AS shown
  FROM estimator_summary WHERE ${named}
), cell AS (
  SELECT study, agent, iteration, estimator, batch_size, count(*) AS seeds, ${overSeeds("alignment")},
    sqrt(sum(se * se)) / count(se) AS alignment_replicate_se,
    ${overSeeds("total_variance")}, ${overSeeds("exact_variance")}
  FROM probed WHERE shown GROUP BY study, agent, iteration, estimator, batch_size
), predicted AS (
  SELECT x.name AS study, r.agent, p.iteration, e.estimator, e.batch_size, avg(e.alignment) AS predicted_alignment
  FROM predicted_alignment AS e JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  GROUP BY x.name, r.agent, p.iteration, e.estimator, e.batch_size
), learned AS (
  SELECT study, agent, count(*) AS seeds, ${overSeeds("exact_return")}, ${overSeeds("mean_return")}
  FROM agent_final WHERE iteration > 0 AND ${named} GROUP BY study, agent
)
SELECT ${keys.map((key) => `v.${quoted(key)}`).join(", ")}, v.study, v.agent, c.estimator, c.batch_size, c.seeds, c.alignment,
  c.alignment_se, c.alignment_replicate_se, q.predicted_alignment, c.total_variance, c.total_variance_se, c.exact_variance, c.exact_variance_se,
  NULL AS learned, NULL AS learned_se, v.first
FROM varied AS v JOIN cell AS c USING (study, agent)
  LEFT JOIN predicted AS q USING (study, agent, iteration, estimator, batch_size)
UNION ALL
SELECT ${keys.map((key) => `v.${quoted(key)}`).join(", ")}, v.study, v.agent, NULL, NULL, l.seeds, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  ifnull(l.exact_return, l.mean_return), CASE WHEN l.exact_return IS NULL THEN l.mean_return_se ELSE l.exact_return_se END, v.first
FROM varied AS v JOIN learned AS l USING (study, agent)
ORDER BY first`;
};
