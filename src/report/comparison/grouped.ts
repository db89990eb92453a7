import type { Interval } from "../../statistics/interval.ts";
import type { Row } from "../../store/snapshot.ts";
import { equalEstimators } from "../finding/equal-estimators.ts";
import { type FittedTable, fitTable, titled } from "../fit-table.ts";
import type { ScoreRow } from "../score-cells.ts";
import { valueText } from "../text/format-number.ts";
import { intervalText } from "../text/interval-text.ts";
import { together } from "../text/wrapped.ts";
import { overSeeds } from "./comparison.ts";

/** Runs that are the same but for their seeds, and for keys that are not grouped by: one metric of one name. */
export interface Group {
  readonly metric: string;
  readonly kind: ScoreRow["kind"];
  /** At whose θ estimators were probed; null of agents. */
  readonly agent: string | null;
  readonly batchSize: number | null;
  readonly name: string;
  /** In the order of the keys. */
  readonly values: readonly Row[string][];
  readonly runs: number;
  readonly mean: Interval;
  readonly iqm: Interval;
}

/** A row of the view `hyperparameter`. */
export type Hyperparameter = Pick<ScoreRow, "study" | "seed"> & {
  readonly agent: string;
  readonly key: string;
  readonly value: Row[string];
};

const runOf = (study: string, agent: string, seed: number) => JSON.stringify([study, agent, seed]);

/** Keys of which an agent has several values: all that varies but the seed. */
export const varyingKeys = (hyperparameters: readonly Hyperparameter[]): string[] => {
  const known = new Map<string, Row[string]>();
  const found = new Set<string>();
  for (const { agent, key, value } of hyperparameters) {
    const place = JSON.stringify([agent, key]);
    if (known.has(place) && known.get(place) !== value) found.add(key);
    known.set(place, value);
  }
  return [...found];
};

/**
 * Scores grouped by keys of the configuration of their runs, with Student's interval of the mean and the bootstrap's of the
 * interquartile mean, runs being the units.
 *
 * @param scores of the view `seed_score`
 */
export const grouped = (
  scores: readonly ScoreRow[],
  hyperparameters: readonly Hyperparameter[],
  keys: readonly string[],
): Group[] => {
  const configurations = new Map<string, Map<string, Row[string]>>();
  for (const { study, agent, seed, key, value } of hyperparameters) {
    const run = runOf(study, agent, seed);
    configurations.set(run, (configurations.get(run) ?? new Map()).set(key, value));
  }
  const groups = new Map<string, { first: ScoreRow; values: readonly Row[string][]; scores: number[] }>();
  for (const row of scores) {
    const configuration = configurations.get(runOf(row.study, row.agent ?? row.name, row.seed));
    const values = keys.map((key) => configuration?.get(key) ?? null);
    const group = JSON.stringify([row.metric, row.agent, row.batch_size, row.name, values]);
    const known = groups.get(group);
    if (known) known.scores.push(row.value);
    else groups.set(group, { first: row, values, scores: [row.value] });
  }
  return [...groups].map(([key, { first, values, scores: own }]) => {
    const none = new Float64Array(own.length);
    const { mean, iqm } = overSeeds({ values: Float64Array.from(own), seeds: none, replicates: none }, [key]);
    const { metric, kind, agent, batch_size: batchSize, name } = first;
    return { metric, kind, agent, batchSize, name, values, runs: own.length, mean, iqm };
  });
};

/** Numbers by size, before texts. */
const compare = (a: Row[string], b: Row[string]): number =>
  typeof a === "number" && typeof b === "number"
    ? a - b
    : Number(typeof b === "number") - Number(typeof a === "number") || String(a).localeCompare(String(b));

/** A table per metric, agent and batch size: a line per name and values. @param width as of `fitTable` */
export const groupTables = (
  groups: readonly Group[],
  keys: readonly string[],
  width = Number.POSITIVE_INFINITY,
): FittedTable => {
  const tables = new Map<string, Group[]>();
  for (const group of groups) {
    const { metric, kind, agent, batchSize } = group;
    const of = agent === null ? `${kind}s` : `estimators at the θ of ${agent}, batch size ${batchSize}`;
    const title = `${metric}, ${of}, by ${keys.join(", ")}`;
    tables.set(title, [...(tables.get(title) ?? []), group]);
  }
  const fitted = [...tables].map(([title, own]) => ({ title, ...groupTable(mergeGroups(own), keys, width) }));
  return {
    text: fitted.map(({ title, text }) => titled(title, text, width)).join(""),
    left: [...new Set(fitted.flatMap(({ left }) => left))],
  };
};

const groupTable = (groups: readonly Group[], keys: readonly string[], width: number): FittedTable => {
  const names = [...new Set(groups.map(({ name }) => name))];
  const sorted = [...groups].sort(
    (a, b) =>
      names.indexOf(a.name) - names.indexOf(b.name) ||
      a.values.map((value, i) => compare(value, b.values[i])).find((order) => order !== 0) ||
      0,
  );
  const columns = [
    { title: groups[0].kind },
    ...keys.map((title) => ({ title })),
    { title: "runs", leaves: 2 },
    { title: "mean [95\u00a0%]" },
    { title: "IQM [95\u00a0%]", leaves: 1 },
  ];
  const lines = sorted.map(({ name, values, runs, mean, iqm }, i) => [
    name === sorted[i - 1]?.name ? "" : name.split(" = ").map(together).join(" = "),
    ...values.map(valueText),
    runs,
    together(intervalText(mean)),
    together(intervalText(iqm)),
  ]);
  return fitTable(columns, lines, width);
};

/** Estimators whose figures are the same for all values, by construction, as one; agents stay as they are. */
const mergeGroups = (groups: readonly Group[]): readonly Group[] => {
  if (groups[0].kind === "agent") return groups;
  const rows = groups.map(({ name, values, mean: { estimate, low, high } }) => ({
    ...{ estimator: name, batch_size: JSON.stringify(values) },
    ...{ mse: estimate, mean_norm: low, total_variance: high },
  }));
  const labels = new Map(equalEstimators(rows).map((names) => [names[0], names.join(" = ")]));
  return groups.flatMap((group) => {
    const name = labels.get(group.name);
    return name === undefined ? [] : [{ ...group, name }];
  });
};
