import { mergeEqual } from "../report/finding/equal-estimators.ts";
import type { Row } from "../store/snapshot.ts";

/** A line of a table: its estimators by the name of the first, `first`, and of all of them, `estimator`. */
export type Cell = Row & { readonly first: Row[string] };

/**
 * The lines of each table, in the order of the rows: those of an agent and probe, estimators that are equal by construction
 * as one; or those of all agents of a study, where each is measured by its own estimator alone.
 *
 * @param rows of `estimator_over_seeds`
 */
export const tablesOf = (rows: readonly Row[]): Cell[][] => {
  const probes = grouped(rows, ({ study, agent, iteration }) => JSON.stringify([study, agent, iteration]));
  const studies = grouped(probes, ([{ study }]) => String(study));
  return studies.flatMap((own) => {
    const agents = new Set(own.map(([{ agent }]) => agent));
    const alone =
      own.length > 1 &&
      agents.size === own.length &&
      own.flat().every(({ estimator }) => estimator === "agent");
    return alone
      ? [own.flat().map((cell) => ({ ...cell, first: cell.estimator, estimator: cell.agent }))]
      : own.map((cells) => mergeEqual(cells.map((cell) => ({ ...cell, first: cell.estimator }))));
  });
};

/** Whether the lines are of agents. */
export const isOwn = (cells: readonly Cell[]): boolean => cells.some(({ agent }) => agent !== cells[0].agent);

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
};
