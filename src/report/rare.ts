import type { Cell } from "./score-cells.ts";

/** Fewest estimates that are not zero from which an interval covers: those of fewer missed the truth in 13 to 33 % of studies. */
export const MIN_NONZERO = 10;

/** How much of a cell was seen, over its seeds. */
export interface Seen {
  /** Finite estimates. */
  readonly estimates: number;
  /** Those that are not zero. */
  readonly nonzero: number;
}

/** The estimates of every cell. */
export const SEEN = `
  SELECT x.name AS study, r.agent, p.iteration, c.batch_size, c.estimator AS name,
    sum(c.finite) AS estimates, sum(c.nonzero) AS nonzero
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  GROUP BY x.name, r.agent, p.iteration, c.batch_size, c.estimator`;

export type SeenRow = Seen & Pick<Cell, "study" | "agent" | "iteration" | "batch_size" | "name">;

/** Finds what was seen of a cell; null for what is no mean over estimates: returns, and what follows from the model. */
export const seenOf = (rows: readonly SeenRow[]): ((cell: Cell) => Seen | null) => {
  const keyOf = ({ study, agent, iteration, batch_size, name }: SeenRow | Cell) =>
    JSON.stringify([study, agent, iteration, batch_size, name]);
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  return (cell) => (cell.metric.startsWith("exact_") ? null : (known.get(keyOf(cell)) ?? null));
};

/** Whether too little was seen for an interval. */
export const isRare = (seen: Seen | null): boolean => seen !== null && seen.nonzero < MIN_NONZERO;

/** "57 of 200"; with a word where that is too few: what was never seen is rarer than 3/N, with 95 % confidence. */
export const seenText = (seen: Seen | null): string => {
  if (seen === null) return "";
  const { nonzero, estimates } = seen;
  if (nonzero === 0) return `0 of ${estimates}: rarer than 3/${estimates}`;
  return `${nonzero} of ${estimates}${isRare(seen) ? ": too few" : ""}`;
};
