import type { Query } from "../store/snapshot.ts";
import type { Selection } from "./selection.ts";
import { literal } from "./text/literal.ts";

const BINS = 40; // of equal width, over [-1, 1]; interaction/enlarge.js draws them

/** How the cosines with ∇J of a cell's estimates are distributed, "bin:count …", by agent, iteration, estimator and batch size. */
export type Cosines = ReadonlyMap<string, string>;

export const cellKey = (cell: object): string => {
  const { agent, iteration, estimator, batch_size } = cell as Readonly<Record<string, unknown>>;
  return JSON.stringify([agent, iteration, estimator, batch_size]);
};

/** Of all cells of a study whose estimates are stored; over all seeds. */
export const cosinesOf = (query: Query, { study }: Pick<Selection, "study">): Cosines => {
  const rows = query(`SELECT r.agent, p.iteration, e.estimator, e.batch_size,
    min(${BINS - 1}, CAST((e.cosine + 1) * ${BINS / 2} AS INTEGER)) AS bin, count(*) AS n
  FROM estimate AS e JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)} AND e.cosine IS NOT NULL
  GROUP BY r.agent, p.iteration, e.estimator, e.batch_size, bin ORDER BY bin`);
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const key = cellKey(row);
    found.set(key, [...(found.get(key) ?? []), `${row.bin}:${row.n}`]);
  }
  return new Map([...found].map(([key, bins]) => [key, bins.join(" ")]));
};
