import type { Query } from "../store/snapshot.ts";
import type { Selection } from "./selection.ts";
import { literal } from "./text/literal.ts";

/**
 * How the cosines with ∇J of a cell's estimates are distributed, "bin:count …", by agent, iteration, estimator and batch
 * size; interaction/enlarge.js draws them.
 */
export type Cosines = ReadonlyMap<string, string>;

export const cellKey = (cell: object): string => {
  const { agent, iteration, estimator, batch_size } = cell as Readonly<Record<string, unknown>>;
  return JSON.stringify([agent, iteration, estimator, batch_size]);
};

/** Of all cells of a study; over all seeds. */
export const cosinesOf = (query: Query, { study }: Pick<Selection, "study">): Cosines => {
  const rows = query(`SELECT r.agent, p.iteration, c.estimator, c.batch_size, j.key AS bin, sum(j.value) AS n
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
    JOIN json_each(c.cosine_bins) AS j
  WHERE x.name = ${literal(study)} AND j.value > 0
  GROUP BY r.agent, p.iteration, c.estimator, c.batch_size, bin ORDER BY bin`);
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const key = cellKey(row);
    found.set(key, [...(found.get(key) ?? []), `${row.bin}:${row.n}`]);
  }
  return new Map([...found].map(([key, bins]) => [key, bins.join(" ")]));
};
