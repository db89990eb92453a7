import type { Scores } from "./comparison.ts";
import type { Metric } from "./metrics.ts";

/** The columns that name a cell in the views `seed_score`, `score_over_seeds` and `paired_difference`. */
export interface Cell {
  experiment: string;
  kind: Metric["kind"];
  agent: string | null;
  iteration: number | null;
  batch_size: number | null;
  metric: string;
  better: Metric["better"];
  name: string;
}

/** A row of `seed_score`, or of `replicate_score`. */
export type ScoreRow = Cell & { seed: number; replicate?: number; value: number };

/** The values of a cell, in columns. */
export type CellScores = Scores & { readonly cell: Cell };

export const keyOf = ({ experiment, agent, iteration, batch_size, metric, name }: Cell): string =>
  JSON.stringify([experiment, agent, iteration, batch_size, metric, name]);

/** Rows by their cells; those of a cell keep their order. */
export const scoresByCell = (rows: readonly ScoreRow[]): Map<string, CellScores> => {
  const cells = new Map<string, ScoreRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const cell = cells.get(key);
    if (cell) cell.push(row);
    else cells.set(key, [row]);
  }
  const columns = (list: readonly ScoreRow[]): CellScores => ({
    cell: list[0],
    units: list.map(({ seed, replicate }) => `${seed} ${replicate ?? ""}`),
    values: Float64Array.from(list, ({ value }) => value),
    seeds: list.map(({ seed }) => seed),
  });
  return new Map([...cells].map(([key, list]) => [key, columns(list)]));
};

/** What was probed last of each agent of each experiment, and all that has no probe. */
export const lastProbes = <Row extends Cell>(rows: readonly Row[]): Row[] => {
  const last = new Map<string, number>();
  const place = ({ experiment, agent }: Cell) => JSON.stringify([experiment, agent]);
  for (const row of rows) last.set(place(row), Math.max(last.get(place(row)) ?? 0, row.iteration ?? 0));
  return rows.filter((row) => row.iteration === null || row.iteration === last.get(place(row)));
};

/** Sorts cells: experiments by name, agents and estimators as in `names`, metrics as in `metrics`. */
export const cellOrder =
  (names: Readonly<Record<Metric["kind"], readonly string[]>>, metrics: readonly string[]) =>
  (a: Cell, b: Cell): number =>
    a.experiment.localeCompare(b.experiment) ||
    a.kind.localeCompare(b.kind) ||
    names.agent.indexOf(a.agent ?? "") - names.agent.indexOf(b.agent ?? "") ||
    (a.iteration ?? 0) - (b.iteration ?? 0) ||
    metrics.indexOf(a.metric) - metrics.indexOf(b.metric) ||
    (a.batch_size ?? 0) - (b.batch_size ?? 0) ||
    names[a.kind].indexOf(a.name) - names[b.kind].indexOf(b.name);

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
