import { UsageError } from "../errors/usage-error.ts";
import { caveats, type LeftOut, unfinished } from "../report/caveats.ts";
import { CORRECTED_ERROR } from "../report/corrected-error.ts";
import type { ShownProbe } from "../report/shown-probe.ts";
import { list } from "../report/text/format-number.ts";
import { shortBatchWords } from "../report/text/short-batch-words.ts";
import { openReader } from "../store/open.ts";
import { type Query, queryOf, type Row } from "../store/snapshot.ts";
import { LEARNED_NOTE, learnedTables } from "./learned-tables.ts";
import { print, warn } from "./print.ts";
import { shellWord } from "./shell-word.ts";
import { legendOf } from "./summary-legend.ts";
import { cellOf, summaryTables } from "./summary-table.ts";

import { paragraphs, tableWidth } from "./terminal-width.ts";

/** What to show of a database. */
export interface SummaryFilter {
  readonly study?: string | undefined;
  readonly agent?: string | undefined;
  /** The last of each agent if not given. */
  readonly iteration?: number | undefined;
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Nothing to show is no fault of the caller's. */
  readonly afterRun?: boolean | undefined;
}

/** Rows of the view `estimator_over_seeds`, estimators in the order of the study. */
const ROWS = `
  SELECT v.*, ${CORRECTED_ERROR} AS corrected_cosine_se FROM estimator_over_seeds AS v
  WHERE v.study = ifnull(@study, v.study) AND v.agent = ifnull(@agent, v.agent)
    AND (@all OR v.iteration = ifnull(@iteration, (
      SELECT max(p.iteration) FROM cell JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
        JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent)))
  ORDER BY v.study,
    (SELECT min(r.run_id) FROM run AS r JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent),
    v.iteration,
    (SELECT min(s.rowid) FROM estimator AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent AND s.estimator = v.estimator),
    v.batch_size`;

/** Estimators of something else than ∇J, and probes with diagnostics. */
const EXTRA_TABLES = `
  SELECT DISTINCT 'estimand' AS place, x.name AS study, r.agent, p.iteration, o.estimator, o.name
  FROM estimand AS o JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  UNION ALL
  SELECT DISTINCT 'diagnostic', x.name, r.agent, p.iteration, NULL, NULL
  FROM diagnostic AS d JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)`;

/** Prints bias, variance and alignment: a table per agent and probe, or all columns as JSON. */
export const printSummary = (path: string, filter: SummaryFilter): void => {
  const db = openReader(path);
  try {
    const { study = null, agent = null, iteration = null, all = false, json = false } = filter;
    const rows = db.prepare<[object], Row>(ROWS).all({ study, agent, iteration, all: Number(all) });
    const query = queryOf(db);
    const names = query("SELECT name FROM study ORDER BY name").map(({ name }) => String(name));
    const asked = names.filter((name) => study === null || name === study);
    const learned =
      iteration === null
        ? learnedTables(query, asked, { agent: agent ?? undefined, width: tableWidth() })
        : "";
    const message = rows.length === 0 && learned === "" ? nothing(path, filter) : "";
    const told = reservations(query, rows, asked);
    (json ? warn : print)(told);
    if (json) print(`${JSON.stringify(rows, null, 2)}\n`);
    else if (rows.length === 0) print(message || learned + paragraphs([LEARNED_NOTE]));
    else {
      const needed = new Map(
        query("SELECT * FROM batch_for_alignment_over_seeds").map((row) => [
          cellOf(row, row.estimator),
          { words: shortBatchWords(row), note: String(row.note ?? "") },
        ]),
      );
      const tables = summaryTables(rows, needed, tableWidth());
      print(
        tables.text +
          learned +
          paragraphs([...(learned === "" ? [] : [LEARNED_NOTE]), ...legendOf(rows, tables)]) +
          together(path, rows) +
          `Every figure is in SQL:\n  npx trueslope sql ${shellWord(path)} "SELECT * FROM estimator_summary WHERE batch_size = ${rows[0].batch_size}"\n` +
          footnotes(path, rows, query(EXTRA_TABLES)),
      );
    }
  } finally {
    db.close();
  }
};

const MANY = 3;

/** Where there are many studies: what shows them together. */
const together = (path: string, rows: readonly Row[]): string => {
  const studies = new Set(rows.map(({ study }) => study)).size;
  return studies <= MANY
    ? ""
    : `${studies} studies; in one table, by what varies:\n  npx trueslope compare ${shellWord(path)} --by all --metric mean_cosine\n`;
};

/** What a reader must know before the figures; where there are none, how far the runs are. */
const reservations = (query: Query, rows: readonly Row[], asked: readonly string[]): string => {
  const [studies, probes] = [new Set(rows.map((row) => String(row.study))), new Map<string, ShownProbe>()];
  for (const row of rows as unknown as LeftOut[])
    probes.set(`${row.study} ${row.agent} ${row.iteration}`, row);
  const told =
    rows.length === 0
      ? unfinished(query, asked)
      : caveats(query, [...studies], [...probes.values()], rows as unknown as LeftOut[]);
  return told.map((line) => `${line}\n`).join("") + (told.length > 0 ? "\n" : "");
};

const nothing = (path: string, { study, agent, iteration, afterRun }: SummaryFilter): string => {
  if (afterRun) return `Nothing was learned or measured; ${path} holds the runs.\n`;
  const asked = Object.entries({ study, agent, iteration }).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return `${path} holds no estimates yet.\n`;
  throw new UsageError(
    `${path} holds no estimates of ${asked.map(([key, value]) => `${key} ${value}`).join(", ")}`,
  );
};

/** Where to find what the table does not show, if the probes that are shown have it. */
const footnotes = (path: string, rows: readonly Row[], extraTables: readonly Row[]): string => {
  const probe = ({ study, agent, iteration }: Row) => JSON.stringify([study, agent, iteration]);
  const probes = new Set(rows.map(probe));
  const shown = extraTables.filter((row) => probes.has(probe(row)));
  const own = shown.filter(({ place }) => place === "estimand");
  const unique = (column: string) => [...new Set(own.map((row) => String(row[column])))];
  const query = (columns: string, table: string) =>
    `  npx trueslope sql ${shellWord(path)} "SELECT agent, seed, iteration, ${columns} FROM ${table} JOIN probe USING (probe_id) JOIN run USING (run_id)"\n`;
  return (
    (own.length === 0
      ? ""
      : `Estimands other than ∇J (${list(unique("name"))}) have ${list(unique("estimator"))}:\n` +
        query(
          "estimator, batch_size, name, norm, standard_error, cosine_truth, bias_norm, cosine_of_mean",
          "estimand",
        )) +
    (shown.length === own.length
      ? ""
      : `Diagnostics:\n${query("subject, name, value, standard_error", "diagnostic")}`)
  );
};
