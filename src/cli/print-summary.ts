import { formatTable } from "../report/table.ts";
import { openReader } from "../store/open.ts";
import { UsageError } from "./exit.ts";

/** What to show of a database. */
export interface SummaryFilter {
  readonly experiment?: string | undefined;
  readonly agent?: string | undefined;
  /** The last of each agent if not given. */
  readonly iteration?: number | undefined;
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Nothing to show is no fault of the caller's. */
  readonly afterRun?: boolean | undefined;
}

const COLUMNS = {
  estimator: "estimator",
  batch_size: "batch",
  truth_norm: "‖∇J‖",
  bias_norm: "bias",
  bias_noise: "(noise)",
  exact_bias_norm: "(exact)",
  total_variance: "variance",
  exact_total_variance: "(exact)",
  alignment: "alignment ± s.e.",
  norm_ratio: "norm ratio",
  needed: "batch for .9",
};

type Row = Record<string, string | number | null>;

/** Rows of the view `estimator_over_seeds`, estimators in the order of the study. */
const ROWS = `
  SELECT v.* FROM estimator_over_seeds AS v
  WHERE v.experiment = ifnull(@experiment, v.experiment) AND v.agent = ifnull(@agent, v.agent)
    AND (@all OR v.iteration = ifnull(@iteration, (
      SELECT max(p.iteration) FROM estimate AS e JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
        JOIN experiment AS x USING (experiment_id)
      WHERE x.name = v.experiment AND r.agent = v.agent)))
  ORDER BY v.experiment,
    (SELECT min(r.run_id) FROM run AS r JOIN experiment AS x USING (experiment_id)
      WHERE x.name = v.experiment AND r.agent = v.agent),
    v.iteration,
    (SELECT min(s.rowid) FROM estimator AS s JOIN run AS r USING (run_id) JOIN experiment AS x USING (experiment_id)
      WHERE x.name = v.experiment AND r.agent = v.agent AND s.estimator = v.estimator),
    v.batch_size`;

/** Trajectories for a mean alignment of .9, mean over the seeds; NULL if not every seed reaches it. */
const NEEDED = `
  SELECT experiment || ' ' || agent || ' ' || iteration || ' ' || estimator AS cell,
    CASE WHEN count(trajectories) = count(*) THEN CAST(round(avg(trajectories)) AS INTEGER) ELSE max(verdict) END AS needed
  FROM batch_for_alignment GROUP BY experiment, agent, iteration, estimator`;

/** Prints bias, variance and alignment: a table per agent and probe, or all columns as JSON. */
export const printSummary = (path: string, filter: SummaryFilter): void => {
  const db = openReader(path);
  try {
    const { experiment = null, agent = null, iteration = null, all = false, json = false } = filter;
    const rows = db.prepare<[object], Row>(ROWS).all({ experiment, agent, iteration, all: Number(all) });
    const message = rows.length === 0 ? nothing(path, filter) : "";
    if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else if (rows.length === 0) process.stdout.write(message);
    else {
      const needed = new Map(
        db
          .prepare<[], Row>(NEEDED)
          .all()
          .map((row) => [row.cell, row.needed]),
      );
      process.stdout.write(tables(rows, needed) + next(path, rows));
    }
  } finally {
    db.close();
  }
};

const nothing = (path: string, { experiment, agent, iteration, afterRun }: SummaryFilter): string => {
  if (afterRun)
    return `No estimates to compare; the view learning_curve of ${path} holds what was learned.\n`;
  const asked = Object.entries({ experiment, agent, iteration }).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return `${path} holds no estimates yet.\n`;
  throw new UsageError(
    `${path} holds no estimates of ${asked.map(([key, value]) => `${key} ${value}`).join(", ")}`,
  );
};

const tables = (rows: readonly Row[], needed: ReadonlyMap<unknown, unknown>): string => {
  const probes = new Map<string, Row[]>();
  for (const row of rows) {
    const title = `${row.experiment}, agent ${row.agent}, iteration ${row.iteration}`;
    probes.set(title, [...(probes.get(title) ?? []), row]);
  }
  return [...probes]
    .map(
      ([title, cells]) =>
        `${title} (${cells[0].seeds === 1 ? "one seed" : `mean of ${cells[0].seeds} seeds`})\n${table(cells, needed)}\n\n`,
    )
    .join("");
};

const table = (cells: readonly Row[], needed: ReadonlyMap<unknown, unknown>): string => {
  const lines = cells.map((cell, i) => {
    const { experiment, agent, iteration, estimator, mean_cosine } = cell;
    const first = estimator !== cells[i - 1]?.estimator;
    const shown: Record<string, unknown> = {
      ...cell,
      truth_norm: withError(cell),
      exact_bias_norm: withoutRounding(cell),
      estimator: first ? estimator : "",
      alignment: mean_cosine === null ? null : `${fixed(mean_cosine)} ± ${fixed(cell.mean_cosine_se)}`,
      needed: first ? needed.get(`${experiment} ${agent} ${iteration} ${estimator}`) : null,
    };
    return Object.keys(COLUMNS).map((column) => shown[column]);
  });
  return formatTable(Object.values(COLUMNS), lines);
};

/** The exact bias; 0 where it is no more than the rounding of sums as large as ∇J or the estimates. */
const withoutRounding = ({ exact_bias_norm: bias, truth_norm, exact_total_variance }: Row): Row[string] => {
  const size = Math.max(Number(truth_norm), Math.sqrt(Number(exact_total_variance)));
  return typeof bias === "number" && bias < 1e-12 * size ? 0 : bias;
};

/** ‖∇J‖; with its standard error where it is a reference. */
const withError = ({ truth_norm: size, truth_standard_error: error }: Row): Row[string] =>
  typeof size === "number" && typeof error === "number" && error > 0
    ? `${Number(size.toPrecision(4))} ± ${Number(error.toPrecision(2))}`
    : size;

const fixed = (value: string | number | null): string => (typeof value === "number" ? value.toFixed(3) : "?");

const next = (path: string, rows: readonly Row[]): string =>
  "bias is ‖mean estimate − ∇J‖; an unbiased estimator shows about (noise). (exact) follows from the model.\n" +
  "batch for .9: trajectories per estimate for a mean alignment of .9. Every figure is in SQL:\n" +
  `  npx trueslope sql ${path} "SELECT * FROM estimator_summary WHERE batch_size = ${rows[0].batch_size}"\n`;
