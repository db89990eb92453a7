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
}

const COLUMNS = {
  estimator: "estimator",
  batch_size: "batch",
  truth_norm: "‖∇J‖",
  bias_norm: "bias",
  bias_noise: "(noise)",
  total_variance: "total variance",
  alignment: "alignment ± s.e.",
  norm_ratio: "norm ratio",
};

/** Prints the view `estimator_over_seeds`: a table per agent and probe, or all columns as JSON. */
export const printSummary = (path: string, filter: SummaryFilter): void => {
  const db = openReader(path);
  try {
    const rows = db
      .prepare<[Record<string, unknown>], Record<string, string | number | null>>(
        `SELECT * FROM estimator_over_seeds AS v
         WHERE experiment = ifnull(@experiment, experiment) AND agent = ifnull(@agent, agent)
           AND (@all OR iteration = ifnull(@iteration, (SELECT max(iteration) FROM estimator_over_seeds AS w
             WHERE w.experiment = v.experiment AND w.agent = v.agent)))`,
      )
      .all({
        experiment: filter.experiment ?? null,
        agent: filter.agent ?? null,
        iteration: filter.iteration ?? null,
        all: Number(filter.all ?? false),
      });
    if (filter.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else process.stdout.write(rows.length === 0 ? nothing(path, filter) : tables(rows) + next(path));
  } finally {
    db.close();
  }
};

const nothing = (path: string, { experiment, agent, iteration }: SummaryFilter): string => {
  const asked = Object.entries({ experiment, agent, iteration }).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return `${path} holds no estimates yet.\n`;
  throw new UsageError(
    `${path} holds no estimates of ${asked.map(([key, value]) => `${key} ${value}`).join(", ")}`,
  );
};

const tables = (rows: readonly Record<string, string | number | null>[]): string => {
  const probes = new Map<string, Record<string, string | number | null>[]>();
  for (const row of rows) {
    const title = `${row.experiment}, agent ${row.agent}, iteration ${row.iteration}`;
    probes.set(title, [...(probes.get(title) ?? []), row]);
  }
  return [...probes]
    .map(([title, cells]) => `${title} (mean of ${cells[0].seeds} seeds)\n${table(cells)}\n\n`)
    .join("");
};

const table = (cells: readonly Record<string, string | number | null>[]): string =>
  formatTable(
    cells.map((cell, i) => {
      const alignment =
        cell.mean_cosine === null ? null : `${fixed(cell.mean_cosine)} ± ${fixed(cell.mean_cosine_se)}`;
      const estimator = cell.estimator === cells[i - 1]?.estimator ? "" : cell.estimator;
      const shown: Record<string, unknown> = { ...cell, estimator, alignment };
      return Object.fromEntries(Object.entries(COLUMNS).map(([column, title]) => [title, shown[column]]));
    }),
  );

const fixed = (value: string | number | null): string => (typeof value === "number" ? value.toFixed(3) : "?");

const next = (path: string): string =>
  "bias is ‖mean estimate − ∇J‖; an unbiased estimator shows about (noise). Every figure is in SQL:\n" +
  `  npx trueslope sql ${path} "SELECT * FROM estimator_summary WHERE batch_size = 1"\n`;
