import { formatTable } from "../report/table.ts";
import type { openReader } from "../store/open.ts";

/** Which agents to tell of; all where null. */
export interface LearnedFilter {
  readonly study: string | null;
  readonly agent: string | null;
}

interface LearnedRow {
  readonly study: string;
  readonly agent: string;
  readonly seeds: number;
  readonly [column: string]: string | number | null;
}

/** Means of `agent_final` over the seeds, and their standard errors; agents in the order of the study. */
const LEARNED = `
  SELECT f.study, f.agent, count(*) AS seeds, avg(f.iteration) AS iteration, avg(f.env_steps) AS env_steps,
    sum(f.exact_finite = 0) AS overflowing,
    ${["exact_return", "mean_return", "episode_return", "episode_length"].map(overSeeds).join(",\n    ")}
  FROM agent_final AS f JOIN study AS x ON x.name = f.study
    JOIN run AS r ON r.study_id = x.study_id AND r.agent = f.agent AND r.seed = f.seed AND r.from_iteration = 0
  WHERE f.study = ifnull(@study, f.study) AND f.agent = ifnull(@agent, f.agent)
  GROUP BY f.study, f.agent ORDER BY f.study, min(r.run_id)`;

function overSeeds(column: string): string {
  const f = `f.${column}`;
  return (
    `avg(${f}) AS ${column}, sqrt(max(0, avg(${f} * ${f}) - avg(${f}) * avg(${f})) / (count(${f}) - 1)) ` +
    `AS ${column}_se`
  );
}

/** What the finished runs have learned, a table per study; empty where nothing was. */
export const learnedTables = (db: ReturnType<typeof openReader>, filter: LearnedFilter): string => {
  const rows = db.prepare<[object], LearnedRow>(LEARNED).all(filter);
  return [...new Set(rows.map(({ study }) => study))]
    .map((study) => `${study}, what was learned\n${table(rows.filter((row) => row.study === study))}\n\n`)
    .join("");
};

const table = (rows: readonly LearnedRow[]): string =>
  formatTable(
    ["agent", "seeds", "updates", "env steps", "J(θ)", "sampled return", "episode return", "episode length"],
    rows.map((row) => [
      row.agent,
      row.seeds,
      Math.round(Number(row.iteration)),
      Math.round(Number(row.env_steps)),
      // a mean over the seeds whose J is finite would leave out those that went astray
      Number(row.overflowing) > 0
        ? `not finite (${row.overflowing} of ${row.seeds})`
        : withError(row.exact_return, row.exact_return_se),
      ...["mean_return", "episode_return", "episode_length"].map((column) =>
        withError(row[column], row[`${column}_se`]),
      ),
    ]),
  );

/** A mean over seeds; with its standard error where there are several. */
const withError = (mean: unknown, error: unknown): unknown =>
  typeof mean === "number" && typeof error === "number"
    ? `${Number(mean.toPrecision(5))} ± ${Number(error.toPrecision(2))}`
    : mean;

/** Says what the columns are. */
export const LEARNED_NOTE =
  "J(θ) is of the last θ, exact; the returns (of which the episode's has no discount) are means over one more batch of it.\n";
