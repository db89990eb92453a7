import { UsageError } from "../errors/usage-error.ts";
import { caveats, type LeftOut, unfinished } from "../report/caveats.ts";
import { MEANINGLESS } from "../report/cells.ts";
import { CORRECTED_ERROR } from "../report/corrected-error.ts";
import type { ShownProbe } from "../report/shown-probe.ts";
import { formatTable } from "../report/table.ts";
import { batchWords } from "../report/text/batch-words.ts";
import { exactBias, sampledBias, scaleText, turnText, zerosText } from "../report/text/bias-text.ts";
import { list } from "../report/text/format-number.ts";
import { openReader } from "../store/open.ts";
import { type Query, queryOf } from "../store/snapshot.ts";
import { LEARNED_NOTE, learnedTables } from "./learned-tables.ts";
import { print, warn } from "./print.ts";
import { shellWord } from "./shell-word.ts";
import { alignmentOf, legend, truthText } from "./summary-text.ts";

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

const COLUMNS: Readonly<Record<string, string>> = {
  estimator: "estimator",
  batch_size: "batch",
  seeds: "seeds", // where cells differ in it
  truth_norm: "‖∇J‖",
  bias: "bias",
  exact_bias_norm: "(exact)",
  turned_by: "turned by",
  scaled_by: "scaled by",
  total_variance: "variance",
  exact_total_variance: "(exact)",
  alignment: "alignment ± s.e.",
  zeros: "zeros",
  needed: "batch for 0.9",
};

type Row = Record<string, string | number | null>;

/** Rows of the view `estimator_over_seeds`, estimators in the order of the study. */
const ROWS = `
  SELECT v.*, ${CORRECTED_ERROR} AS corrected_cosine_se FROM estimator_over_seeds AS v
  WHERE v.study = ifnull(@study, v.study) AND v.agent = ifnull(@agent, v.agent)
    AND (@all OR v.iteration = ifnull(@iteration, (
      SELECT max(p.iteration) FROM estimate AS e JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
        JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent)))
  ORDER BY v.study,
    (SELECT min(r.run_id) FROM run AS r JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent),
    v.iteration,
    (SELECT min(s.rowid) FROM estimator AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
      WHERE x.name = v.study AND r.agent = v.agent AND s.estimator = v.estimator),
    v.batch_size`;

/** Trajectories for a mean alignment of 0.9, over the seeds. */
const NEEDED = `
  SELECT study || ' ' || agent || ' ' || iteration || ' ' || estimator AS cell, *
  FROM batch_for_alignment_over_seeds`;

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
    const learned = iteration === null ? learnedTables(query, asked, agent ?? undefined) : "";
    const message = rows.length === 0 && learned === "" ? nothing(path, filter) : "";
    const told = reservations(query, rows, asked);
    (json ? warn : print)(told);
    if (json) print(`${JSON.stringify(rows, null, 2)}\n`);
    else if (rows.length === 0) print(message || learned + LEARNED_NOTE);
    else {
      const needed = new Map(
        db
          .prepare<[], Row>(NEEDED)
          .all()
          .map((row) => [row.cell, batchWords(row)]),
      );
      const notes = footnotes(path, rows, db.prepare<[], Row>(EXTRA_TABLES).all());
      print(tables(rows, needed) + learned + (learned && LEARNED_NOTE) + next(path, rows) + notes);
    }
  } finally {
    db.close();
  }
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

const tables = (rows: readonly Row[], needed: ReadonlyMap<unknown, unknown>): string => {
  const probes = new Map<string, Row[]>();
  for (const row of rows) {
    const title = `${row.study}, agent ${row.agent}, iteration ${row.iteration}`;
    probes.set(title, [...(probes.get(title) ?? []), row]);
  }
  return [...probes]
    .map(([title, cells]) => `${title} (${seedsOf(cells)})\n${table(cells, needed)}\n\n`)
    .join("");
};

/** "one seed", "mean of 3 seeds", or of 2 to 3 where cells lack some. */
const seedsOf = (cells: readonly Row[]): string => {
  const seeds = cells.map((cell) => Number(cell.seeds));
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  if (fewest < most) return `mean of ${fewest} to ${most} seeds`;
  return most === 1 ? "one seed" : `mean of ${most} seeds`;
};

const NOT_COMPARED = {
  alignment: MEANINGLESS,
  turned_by: MEANINGLESS,
  scaled_by: MEANINGLESS,
  needed: null,
};

const table = (cells: readonly Row[], needed: ReadonlyMap<unknown, unknown>): string => {
  const uneven = cells.some(({ seeds }) => seeds !== cells[0].seeds);
  const zeros = cells.some((cell) => zerosText(cell) !== "");
  const columns = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter(
    (column) => (uneven || column !== "seeds") && (zeros || column !== "zeros"),
  );
  const lines = cells.map((cell, i) => {
    const { study, agent, iteration, estimator } = cell;
    const first = estimator !== cells[i - 1]?.estimator;
    const shown: Record<string, unknown> = {
      ...cell,
      truth_norm: truthText(cell),
      bias: sampledBias(cell),
      exact_bias_norm: exactBias(cell),
      turned_by: turnText(cell),
      scaled_by: scaleText(cell),
      zeros: zerosText(cell),
      estimator: first ? estimator : "",
      alignment: alignmentOf(cell),
      needed: first ? needed.get(`${study} ${agent} ${iteration} ${estimator}`) : null,
      ...(Number(cell.noise_truths) > 0 && cell.aligned === 0 && NOT_COMPARED),
      ...(cell.no_alignment !== null && cell.noise_truths === 0 && cell.aligned === 0 && { needed: null }),
    };
    return columns.map((column) => shown[column]);
  });
  return formatTable(
    columns.map((column) => COLUMNS[column]),
    lines,
  );
};

const next = (path: string, rows: readonly Row[]): string =>
  legend(rows) +
  "batch for 0.9: trajectories per estimate for a mean alignment of 0.9, and its 95 % interval. Every figure is in SQL:\n" +
  `  npx trueslope sql ${shellWord(path)} "SELECT * FROM estimator_summary WHERE batch_size = ${rows[0].batch_size}"\n`;

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
