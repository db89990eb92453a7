import type { Query, Row } from "../store/snapshot.ts";
import { count, formatNumber, list } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";

/** Where the numbers of a study come from. */
export interface Provenance {
  readonly runs: number;
  /** "4 done, 1 running": all statuses. */
  readonly status: string;
  readonly finished: boolean;
  /** First lines of what went wrong. */
  readonly failures: readonly string[];
  readonly facts: readonly (readonly [term: string, descriptions: readonly string[]])[];
}

const STATUSES = ["done", "running", "queued", "interrupted", "failed"];

export const provenanceSql = (study: string): string => `/* where the rows come from */
SELECT r.status, r.package_version, r.node_version, r.git_commit, r.git_dirty, count(*) AS runs,
  min(r.started_at) AS first_start, max(coalesce(r.ended_at, r.heartbeat)) AS last_sign
FROM run AS r JOIN study AS x USING (study_id)
WHERE x.name = ${literal(study)}
GROUP BY r.status, r.package_version, r.node_version, r.git_commit, r.git_dirty
ORDER BY first_start`;

/** The references that stand for the exact gradient of a study's probes. */
export const referenceSql = (study: string): string => `/* references that the estimates are compared with */
SELECT DISTINCT f.reference_hash, f.trajectories, t.standard_error / t.norm AS relative_error, f.split_half_cosine
FROM reference AS f JOIN truth AS t USING (reference_hash) JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
  JOIN study AS x USING (study_id)
WHERE x.name = ${literal(study)}`;

export const provenance = (query: Query, study: string): Provenance => {
  const rows = [...query(provenanceSql(study))];
  const numbers = new Map<string, number>();
  rows.sort((a, b) => STATUSES.indexOf(String(a.status)) - STATUSES.indexOf(String(b.status)));
  for (const { status, runs } of rows)
    numbers.set(String(status), (numbers.get(String(status)) ?? 0) + Number(runs));
  const failed = query(
    `SELECT r.agent, r.seed, r.error FROM run AS r JOIN study AS x USING (study_id)
     WHERE x.name = ${literal(study)} AND r.error IS NOT NULL ORDER BY r.run_id`,
  );
  const known = (column: string, text = (value: string) => value) => [
    ...new Set(
      rows.flatMap((row) => (row[column] === null ? [] : [text(String(row[column])) + dirt(row, column)])),
    ),
  ];
  const times = rows.flatMap(({ first_start, last_sign }) => [first_start, last_sign]);
  const [started, ended] = [times.filter((time) => time !== null).sort()].map((sorted) => [
    sorted[0],
    sorted[sorted.length - 1],
  ])[0];
  const meta = new Map(query("SELECT key, value FROM meta").map(({ key, value }) => [key, String(value)]));
  const facts: [string, readonly string[]][] = [
    ["Runs", [[...numbers].map(([status, n]) => `${n} ${status}`).join(", ")]],
    ["trueslope", known("package_version")],
    ["Node.js", known("node_version")],
    ["Commit", known("git_commit")],
    ["Run from", started ? [`${moment(started)} to ${moment(ended)}`] : []],
    ["Reference", references(query(referenceSql(study)))],
    ["Database schema", [`version ${meta.get("schema_version")}`]],
  ];
  return {
    runs: [...numbers.values()].reduce((sum, n) => sum + n, 0),
    status: list([...numbers].map(([status, n]) => `${count(n, "run")} ${status}`)),
    finished: [...numbers.keys()].every((status) => status === "done"),
    failures: failed.map(
      ({ agent, seed, error }) => `agent ${agent}, seed ${seed}: ${String(error).split("\n")[0]}`,
    ),
    facts: facts.filter(([, descriptions]) => descriptions.length > 0),
  };
};

/** "8192 trajectories, relative error 1.9 %, split-half cosine 0.99994", or the least and the most of several. */
const references = (rows: readonly Row[]): string[] => {
  if (rows.length === 0) return [];
  const range = (column: string, say: (value: number) => string): string => {
    const values = rows.flatMap((row) => (row[column] === null ? [] : [Number(row[column])]));
    if (values.length === 0) return "unknown";
    const ends = [Math.min(...values), Math.max(...values)].map(say);
    return [...new Set(ends)].join(" to ");
  };
  const number = rows.length > 1 ? `${rows.length} gradients, each over ` : "";
  return [
    `${number}${range("trajectories", String)} trajectories, ` +
      `relative error ${range("relative_error", (value) => formatNumber(100 * value, 2))} %, ` +
      `split-half cosine ${range("split_half_cosine", nearOne)}`,
  ];
};

/** A cosine with two digits of its distance to 1, at least three and at most seven in all: 0.872, 0.99994. */
const nearOne = (cosine: number): string => {
  const digits = cosine < 1 ? Math.ceil(1 - Math.log10(1 - cosine)) : 3;
  return cosine.toFixed(Math.min(7, Math.max(3, digits))).replace("-", "−");
};

const dirt = (row: { readonly [column: string]: unknown }, column: string): string =>
  column === "git_commit" && row.git_dirty === 1 ? " with uncommitted changes" : "";

/** "2025-01-31 13:45 UTC". */
const moment = (time: unknown): string => `${String(time).slice(0, 16).replace("T", " ")} UTC`;
