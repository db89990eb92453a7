import { type LeftOut, mixtures, ofProbes, overflown } from "../report/caveats.ts";
import { cellsSql, inStudyOrder } from "../report/cells.ts";
import { cellTables } from "../report/cells-markup.ts";
import { cosinesOf } from "../report/cosines.ts";
import { namesMarkup, seriesOf, swatch } from "../report/drawing/drawing-markup.ts";
import { inRows } from "../report/drawing/figure-rows.ts";
import type { Series } from "../report/drawing/series.ts";
import { readFinding } from "../report/finding/read-finding.ts";
import { foundTable, sentencesMarkup } from "../report/finding-markup.ts";
import { html, Markup } from "../report/html.ts";
import { type Selection, selections } from "../report/selection.ts";
import { studyRecord } from "../report/study.ts";
import { literal, valuesOf } from "../report/text/literal.ts";
import { variations } from "../report/variation.ts";
import type { Query } from "../store/snapshot.ts";
import type { Choice } from "./choice.ts";
import type { Drawer, FigurePart } from "./figure-part.ts";
import { figures } from "./figures.ts";
import { progressOf, type RunProgress } from "./progress.ts";
import { type ShownRows, shownRows } from "./shown-rows.ts";

/** Something to choose, with the markup of what stands for it in the figures. */
interface Option {
  readonly name: string;
  readonly swatch: string;
}

/** All that the page shows of one study. */
export interface View {
  readonly studies: readonly string[];
  readonly study: string;
  readonly question: string;
  readonly agents: readonly Option[];
  readonly estimators: readonly Option[];
  readonly batchSizes: readonly number[];
  readonly iterations: readonly number[];
  readonly runs: readonly RunProgress[];
  readonly figures: readonly FigurePart[];
  /** Markup of what was found, in words and as a table. */
  readonly finding: string;
  /** Markup of the legend that all figures share. */
  readonly names: string;
  readonly cells: { readonly markup: string; readonly sql: string };
  /** What is asked for and not there, and what is left out. */
  readonly notes: readonly string[];
}

/** The study that is asked for, else the one where something happened last. */
export const studyOf = (query: Query, { study }: Choice): string | undefined => {
  const names = query(`
SELECT x.name FROM study AS x JOIN run AS r USING (study_id)
GROUP BY x.name ORDER BY x.name = ${literal(study ?? "")} DESC, sum(r.status = 'running') > 0 DESC,
  max(coalesce(r.ended_at, r.heartbeat, r.started_at, x.created_at)) DESC`);
  return names.length === 0 ? undefined : String(names[0].name);
};

/** That study, and those that differ from it in a few keys, beside which it is drawn. */
export const studiesOf = (query: Query, choice: Choice): readonly string[] => {
  const study = studyOf(query, choice);
  if (study === undefined) return [];
  return variations(query).find(({ studies }) => studies.includes(study))?.studies ?? [study];
};

/** @returns undefined if the database holds no study yet */
export const viewOf = (query: Query, choice: Choice, draw: Drawer): View | undefined => {
  const selection = selectionOf(query, choice);
  if (selection === undefined) return undefined;
  const { study } = selection;
  const { rows: cells, sql } = shownCells(query, selection, choice);
  const own = `FROM estimator_summary WHERE study = ${literal(study)}`;
  const numbers = (column: string) =>
    query(`SELECT DISTINCT ${column} AS n ${own} ORDER BY n`).map(({ n }) => Number(n));
  const iterations = numbers("iteration");
  const shown = selection.probes.map((probe) => ({ study, ...probe }));
  const finding = readFinding(query, selection);
  const found = finding.probe && { agent: finding.probe.agent, iteration: finding.probe.iteration };
  const parts = figures.flatMap((figure) => draw(figure, query, selection, choice, found) ?? []);
  const leftOut = cells.map((cell) => ({ study, ...cell })) as unknown as LeftOut[];
  return {
    studies: query("SELECT name FROM study ORDER BY study_id").map(({ name }) => String(name)),
    study,
    question: studyRecord(query, study)?.question ?? "",
    agents: options(selection.agents),
    estimators: options(selection.estimators),
    batchSizes: numbers("batch_size"),
    iterations,
    runs: progressOf(query, study),
    figures: inRows(parts, ({ count }) => count),
    finding: html`${sentencesMarkup(finding)}${foundTable(finding, selection.estimators)}`.text,
    names: namesMarkup(seriesOf(parts)).text,
    cells: { markup: cellTables(inStudyOrder(cells, selection), cosinesOf(query, selection)).text, sql },
    notes: [
      ...notesOn(choice, selection, iterations),
      ...mixtures(query, [study]),
      ...overflown(query, [study]),
      ...ofProbes(query, shown, leftOut, "all"),
    ],
  };
};

/** What is chosen of the study that is shown. @returns undefined if the database holds no study yet */
export const selectionOf = (query: Query, choice: Choice): Selection | undefined => {
  const study = studyOf(query, choice);
  const { agent, iteration } = choice;
  return study === undefined ? undefined : selections(query, { study, agent, iteration }).at(0);
};

/** The cells of the probes that are drawn. */
export const shownCells = (query: Query, selection: Selection, choice: Choice): ShownRows => {
  const drawn = selection.probes.map(({ agent, iteration }) => [agent, iteration]);
  const sql = `SELECT * FROM (\n${cellsSql(selection)}\n)`;
  const chosen = drawn.length === 0 ? "0" : `(agent, iteration) IN (VALUES ${valuesOf(drawn)})`;
  return shownRows(query, `${sql}\nWHERE ${chosen}`, choice);
};

const options = (all: ReadonlyMap<string, Series>): Option[] =>
  [...all.values()].map((series) => {
    const { width, height, content } = swatch(series);
    const icon = html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${new Markup(content)}</svg>`;
    return { name: series.name, swatch: icon.text };
  });

const notesOn = (choice: Choice, { study, agents, left }: Selection, iterations: readonly number[]) => {
  const { study: asked, agent, iteration } = choice;
  return [
    ...(asked !== undefined && asked !== study ? [`There is no study ${asked} here; this is ${study}.`] : []),
    ...(agent !== undefined && !agents.has(agent) ? [`There is no agent ${agent} in ${study}.`] : []),
    ...(iteration !== undefined && !iterations.includes(iteration)
      ? [`Nothing was measured at iteration ${iteration} yet.`]
      : []),
    ...(left > 0 ? [`${left} more probes are not drawn; choose an agent or an iteration to see them.`] : []),
  ];
};
