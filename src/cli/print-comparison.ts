import { suggestion } from "../errors/did-you-mean.ts";
import { UsageError } from "../errors/usage-error.ts";
import { caveats, LEFT_OUT, type LeftOut } from "../report/caveats.ts";
import { type Comparison, comparisonNotes, comparisonTables } from "../report/comparison/comparison-table.ts";
import { mergeContenders } from "../report/comparison/merge-contenders.ts";
import { defaultMetrics, type Metric, metrics, metricsOf } from "../report/comparison/metrics.ts";
import type { ShownProbe } from "../report/shown-probe.ts";
import { literal } from "../report/text/literal.ts";
import { unkept } from "../report/unkept.ts";
import type { Interval } from "../statistics/interval.ts";
import { openReader } from "../store/open.ts";
import { type Query, queryOf } from "../store/snapshot.ts";
import { print, warn } from "./print.ts";
import { namesOf, readComparisons } from "./read-comparisons.ts";
import { shellWord } from "./shell-word.ts";
import { paragraphs, tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface CompareArguments {
  db: string;
  baseline: string;
  metric?: string | undefined;
  study?: string | undefined;
  agent?: string | undefined;
  iteration?: number | undefined;
  batchSize?: number | undefined;
  over?: Comparison["over"] | undefined;
  json?: boolean | undefined;
}

type Names = ReturnType<typeof namesOf>;

/** Prints agents, or estimators, compared with a baseline: a table per metric and probe, or all figures as JSON. */
export const printComparison = (given: CompareArguments): void => {
  const {
    db: path,
    baseline,
    study = null,
    agent = null,
    iteration = null,
    batchSize = null,
    over = null,
  } = given;
  checkMetric(given.metric, over);
  const db = openReader(path);
  try {
    const names = namesOf(db);
    const asked = metricsFor(path, given, names);
    const studies = db.prepare<[], string>("SELECT name FROM study").pluck().all();
    if (study !== null) mustHave(path, "study", study, studies);
    if (agent !== null) mustHave(path, "agent", agent, names.agent);
    const selection = { baseline, metrics: asked, study, agent, iteration, batchSize, over };
    const found = withoutSpare(readComparisons(db, selection), given.metric);
    if (found.length === 0) throw new UsageError(nothing(given, asked) + why(queryOf(db), given, asked));
    const told = reservations(queryOf(db), found, asked);
    (given.json ? warn : print)(told);
    print(
      given.json ? `${JSON.stringify(found.flatMap(flat), null, 2)}\n` : tables(path, queryOf(db), found),
    );
  } finally {
    db.close();
  }
};

const tables = (path: string, query: Query, found: readonly Comparison[]): string => {
  const probed = found.some(({ kind }) => kind === "estimator");
  const rows = probed ? query("SELECT * FROM estimator_over_seeds") : [];
  const merged = found.map((each) => {
    const { study, agent, iteration } = each;
    return mergeContenders(
      each,
      rows.filter((row) => row.study === study && row.agent === agent && row.iteration === iteration),
    );
  });
  const { text, left } = comparisonTables(merged, tableWidth());
  return text + paragraphs(comparisonNotes(merged, left)) + next(path, found[0]);
};

/** What a reader must know before the figures. */
const reservations = (query: Query, found: readonly Comparison[], asked: readonly string[]): string => {
  const probes = new Map<string, ShownProbe>();
  for (const { study, agent, iteration } of found)
    if (agent !== null && iteration !== null)
      probes.set(JSON.stringify([study, agent, iteration]), { study, agent, iteration });
  const leftOut = probes.size === 0 ? [] : (query(LEFT_OUT) as unknown as LeftOut[]);
  const studies = [...new Set(found.map(({ study }) => study))];
  const told = [
    ...caveats(query, studies, [...probes.values()], leftOut, ofDirections(asked) ? "all" : "none"),
    ...(probes.size > 0 ? unkept(query, studies) : []),
  ];
  return told.map((line) => `${line}\n`).join("") + (told.length > 0 ? "\n" : "");
};

const checkMetric = (metric: string | undefined, over: Comparison["over"] | null): void => {
  if (metric === undefined) return;
  const known = Object.keys(metrics);
  if (!Object.hasOwn(metrics, metric))
    throw new UsageError(
      `no metric ${metric}${suggestion(metric, known) || `; there are ${known.join(", ")}`}`,
    );
  const within = (each: string) => metrics[each].replicated || metrics[each].fromGradients;
  if (over === "replicates" && !within(metric)) {
    const others = known.filter(within).join(", ");
    throw new UsageError(`${metric} has no interval over replicates; --over replicates knows ${others}`);
  }
};

/** The metrics to show: the one asked for, or the usual ones of what the baseline is. */
const metricsFor = (path: string, { baseline, metric, over }: CompareArguments, names: Names): string[] => {
  const kinds = (["agent", "estimator"] as const).filter((kind) => names[kind].includes(baseline));
  if (kinds.length === 0) {
    const all = [...names.agent, ...names.estimator];
    const there = suggestion(baseline, all) || (all.length > 0 ? `; it has ${all.join(", ")}` : "");
    throw new UsageError(`${path} has no agent or estimator ${baseline}${there}`);
  }
  if (metric === undefined) {
    const shown = over === "replicates" ? kinds.filter((kind) => kind === "estimator") : kinds;
    if (shown.length > 0) return shown.flatMap((kind) => defaultMetrics[kind]);
    throw new UsageError(`--over replicates compares estimators, and ${baseline} is an agent`);
  }
  const { kind } = metrics[metric];
  if (kinds.includes(kind)) return [metric];
  const other = kinds.map((each) => `${an(each)}: ${metricsOf(each).join(", ")}`).join("; ");
  throw new UsageError(`${metric} compares ${kind}s, and ${baseline} is ${other}`);
};

const an = (kind: Metric["kind"]): string => `an ${kind}`;

const mustHave = (path: string, what: string, name: string, known: readonly string[]): void => {
  if (!known.includes(name))
    throw new UsageError(
      `${path} has no ${what} ${name}${suggestion(name, known) || `; it has ${known.join(", ")}`}`,
    );
};

/** Without the second of the usual metrics of agents, where the first has values. */
const withoutSpare = (found: Comparison[], metric: string | undefined): Comparison[] => {
  const [first, spare] = defaultMetrics.agent;
  const known = new Set(found.filter((each) => each.metric === first).map((each) => each.study));
  return metric === undefined
    ? found.filter((each) => each.metric !== spare || !known.has(each.study))
    : found;
};

const nothing = (
  { db, baseline, study, agent, iteration, batchSize }: CompareArguments,
  asked: string[],
): string => {
  const where = Object.entries({ study, agent, iteration, "batch size": batchSize })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `, ${key} ${value}`);
  return `${db} holds no ${asked.join(" or ")} of ${baseline}${where.join("")}`;
};

const ofDirections = (asked: readonly string[]): boolean =>
  asked.some((metric) => metrics[metric].ofDirection || metrics[metric].ofBias);

/** Why there are no directions of a baseline that was probed: its truth is noise, or its estimates are 0. */
const why = (query: Query, { baseline }: CompareArguments, asked: readonly string[]): string => {
  if (!ofDirections(asked)) return "";
  const reasons = query(
    `SELECT DISTINCT no_alignment FROM estimator_summary WHERE estimator = ${literal(baseline)} AND no_alignment IS NOT NULL`,
  );
  return reasons.map(({ no_alignment }) => `; ${no_alignment}`).join("");
};

/** One object per agent or estimator; an interval as three keys, null where a limit or figure is not defined. */
const flat = ({ contenders, batchSize, ...comparison }: Comparison): object[] =>
  contenders.map(({ name, seeds, seen, pairs, mean, median, iqm, difference, improvement, ...within }) => ({
    ...comparison,
    batch_size: batchSize,
    name,
    seeds,
    estimates: seen?.estimates ?? null,
    nonzero: seen?.nonzero ?? null,
    ...keys("mean", mean),
    ...keys("median", median),
    ...keys("iqm", iqm),
    pairs,
    ...keys("mean_difference", difference),
    ...keys("probability_of_improvement", improvement),
    detectable_bias: within.detectable,
    ...keys("norm_ratio", within.normRatio),
    ...Object.fromEntries(PARTS.map((column) => [column, within.parts?.[column] ?? null])),
  }));

const PARTS = ["turned_by", "scaled_by"].flatMap((part) => [
  part,
  `${part}_low`,
  `${part}_high`,
  `exact_${part}`,
]);

const keys = (name: string, interval: Interval | null): object => ({
  [name]: interval?.estimate ?? null, // JSON has no NaN: it becomes null as well
  [`${name}_low`]: interval?.low ?? null,
  [`${name}_high`]: interval?.high ?? null,
});

const next = (path: string, { baseline, metric }: Comparison): string =>
  paragraphs([
    "Every figure is in SQL: score_over_seeds, paired_difference; the values of seeds: seed_score.",
  ]) +
  `  npx trueslope sql ${shellWord(path)} ` +
  `${shellWord(`SELECT * FROM paired_difference WHERE baseline = ${literal(baseline)} AND metric = '${metric}'`)}\n`;
