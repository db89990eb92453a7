import type { Query, Row } from "../store/snapshot.ts";
import { html, type Markup } from "./html.ts";
import type { Selection } from "./selection.ts";
import { sortHead, valueCell } from "./sorted-table.ts";
import { formatNumber } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";

/** A table that follows the table of cells in a report. */
export interface ExtraTable {
  /** Names its section. */
  readonly name: string;
  readonly title: string;
  /** How to read it. */
  readonly reading: string;
  readonly sql: string;
  readonly table: Markup;
}

const MAX_ROWS = 1000;

const from = (table: string, { study, wanted: { agent, iteration } }: Selection): string =>
  `FROM ${table} AS o JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
  JOIN study AS x USING (study_id)
WHERE x.name = ${literal(study)}${agent === undefined ? "" : ` AND r.agent = ${literal(agent)}`}${iteration === undefined ? "" : ` AND p.iteration = ${iteration}`}`;

/** What estimates are of, where that is not ∇J: means over the seeds; no standard error if it is rounding. */
export const estimandsSql = (selection: Selection): string =>
  `/* estimands that are not the truth: means over the seeds */
SELECT r.agent, p.iteration, o.estimator, o.batch_size AS "batch size", o.name AS estimand,
  avg(o.norm) AS "its norm",
  CASE WHEN avg(o.standard_error) > 1e-12 * avg(o.norm) THEN avg(o.standard_error) END AS "± s.e.",
  avg(o.cosine_truth) AS "cosine with ∇J", avg(o.bias_norm) AS "bias from it", avg(o.cosine_of_mean) AS "cosine of mean with it"
${from("estimand", selection)}
GROUP BY r.agent, p.iteration, o.estimator, o.batch_size, o.name
ORDER BY min(r.run_id), p.iteration, min(o.rowid)`;

/** Diagnostics: means over the seeds. */
export const diagnosticsSql = (selection: Selection): string =>
  `/* diagnostics: means over the seeds */
SELECT r.agent, p.iteration, o.subject AS of, o.name AS diagnostic, avg(o.value) AS value,
  sqrt(sum(o.standard_error * o.standard_error)) / count(o.standard_error) AS "± s.e.", count(o.value) AS seeds
${from("diagnostic", selection)}
GROUP BY r.agent, p.iteration, o.subject, o.name
ORDER BY min(r.run_id), p.iteration, min(o.rowid)`;

/** The tables that have rows. */
export const extraTables = (query: Query, selection: Selection): ExtraTable[] =>
  [
    {
      name: "estimands",
      title: "Estimands other than ∇J",
      reading:
        "What some estimates are estimates of, such as the gradient of a smoothed objective, and how they compare " +
        "with that: bias is ‖mean estimate − estimand‖, noise included. Means over the seeds.",
      sql: estimandsSql(selection),
    },
    {
      name: "diagnostics",
      title: "Diagnostics",
      reading: "Figures of the probe that are no estimates; docs/concepts.md says what each name is.",
      sql: diagnosticsSql(selection),
    },
  ].flatMap((part) => {
    const rows = query(part.sql);
    return rows.length === 0 ? [] : [{ ...part, table: tableOf(rows, part.title) }];
  });

/** Rows as they are, without columns that are empty. */
const tableOf = (rows: readonly Row[], title: string): Markup => {
  const columns = Object.keys(rows[0]).filter((column) => rows.some((row) => row[column] !== null));
  const lines = rows
    .slice(0, MAX_ROWS)
    .map((row) => html`<tr>${columns.map((column) => valueCell(row[column], textOf(row[column])))}</tr>`);
  const left = rows.length - lines.length;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table><thead><tr>${columns.map(sortHead)}</tr></thead><tbody>${lines}</tbody></table></div>${left > 0 ? html`<p>${left} more are in the database.</p>` : html``}`;
};

const textOf = (value: Row[string]): string =>
  typeof value === "number" ? formatNumber(value, 4) : (value ?? "");
