import type { Scores } from "./comparison/comparison.ts";
import type { Metric } from "./comparison/metrics.ts";

/** The columns that name a cell in the views `seed_score`, `score_over_seeds` and `paired_difference`. */
export interface Cell {
  study: string;
  kind: Metric["kind"];
  agent: string | null;
  iteration: number | null;
  batch_size: number | null;
  metric: string;
  better: Metric["better"];
  name: string;
}

/** A row of `seed_score`, or of `replicate_score`, which has no rounding. */
export type ScoreRow = Cell & { seed: number; replicate?: number; value: number; rounding?: number };

/** The values of a cell, in columns. */
export type CellScores = Scores & { readonly cell: Cell };

export const keyOf = ({ study, agent, iteration, batch_size, metric, name }: Cell): string =>
  JSON.stringify([study, agent, iteration, batch_size, metric, name]);

/** Rows by their cells, in columns that ascend in seed and replicate. Rows are not kept, so that there may be millions. */
export const scoresByCell = (rows: Iterable<ScoreRow>): Map<string, CellScores> => {
  const cells = new Map<
    string,
    { cell: Cell; values: number[]; seeds: number[]; replicates: number[]; rounding: number }
  >();
  for (const { seed, replicate = 0, value, rounding = 0, ...cell } of rows) {
    const key = keyOf(cell);
    let columns = cells.get(key);
    if (columns === undefined) {
      columns = { cell, values: [], seeds: [], replicates: [], rounding: 0 };
      cells.set(key, columns);
    }
    columns.values.push(value);
    columns.seeds.push(seed);
    columns.replicates.push(replicate);
    columns.rounding = Math.max(columns.rounding, rounding);
  }
  const sorted = new Map<string, CellScores>();
  for (const [key, { cell, values, seeds, replicates, rounding }] of cells) {
    const order = Uint32Array.from(values.keys()).sort(
      (a, b) => seeds[a] - seeds[b] || replicates[a] - replicates[b],
    );
    const column = (from: readonly number[]) => Float64Array.from(order, (i) => from[i]);
    sorted.set(key, {
      cell,
      values: column(values),
      seeds: column(seeds),
      replicates: column(replicates),
      rounding,
    });
    cells.delete(key);
  }
  return sorted;
};

/** What was probed last of each agent of each study, and all that has no probe. */
export const lastProbes = <Row extends Cell>(rows: readonly Row[]): Row[] => {
  const last = new Map<string, number>();
  const place = ({ study, agent }: Cell) => JSON.stringify([study, agent]);
  for (const row of rows) last.set(place(row), Math.max(last.get(place(row)) ?? 0, row.iteration ?? 0));
  return rows.filter((row) => row.iteration === null || row.iteration === last.get(place(row)));
};

/** Sorts cells: studies by name, agents and estimators as in `names`, metrics as in `metrics`. */
export const cellOrder = (
  names: Readonly<Record<Metric["kind"], readonly string[]>>,
  metrics: readonly string[],
): ((a: Cell, b: Cell) => number) => {
  const places = { agent: placesOf(names.agent), estimator: placesOf(names.estimator) };
  const place = (kind: Metric["kind"], name: string) => places[kind].get(name) ?? -1;
  return (a, b) =>
    a.study.localeCompare(b.study) ||
    a.kind.localeCompare(b.kind) ||
    place("agent", a.agent ?? "") - place("agent", b.agent ?? "") ||
    (a.iteration ?? 0) - (b.iteration ?? 0) ||
    metrics.indexOf(a.metric) - metrics.indexOf(b.metric) ||
    (a.batch_size ?? 0) - (b.batch_size ?? 0) ||
    place(a.kind, a.name) - place(b.kind, b.name);
};

const placesOf = (names: readonly string[]) => new Map(names.map((name, i) => [name, i]));

/** Sorted cells in groups that compete: all that is the same but the name. */
export const competing = (cells: readonly Cell[]): Cell[][] => {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = keyOf({ ...cell, name: "" });
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups.values()];
};
