import { literal } from "../report/text/literal.ts";
import type { Query, Row } from "../store/snapshot.ts";
import type { Choice } from "./choice.ts";

/** Rows, and the query that gives them: nothing is shown that is not the answer to a query. */
export interface ShownRows {
  readonly rows: readonly Row[];
  readonly sql: string;
}

/** A condition, for the rows that are at hand and for the query beside them. */
interface Condition {
  readonly holds: (row: Row) => boolean;
  readonly sql: string;
}

/** The rows of a query without what is chosen not to be shown, as far as its columns speak of it. */
export const shownRows = (query: Query, sql: string, choice: Choice): ShownRows => {
  const all = query(sql);
  const conditions = conditionsOn(new Set(Object.keys(all[0] ?? {})), choice);
  if (conditions.length === 0) return { rows: all, sql };
  return {
    rows: all.filter((row) => conditions.every(({ holds }) => holds(row))),
    sql: `SELECT * FROM (\n${sql}\n)\nWHERE ${conditions.map((each) => each.sql).join("\n  AND ")}`,
  };
};

const conditionsOn = (columns: ReadonlySet<string>, { agent, without }: Choice): Condition[] => {
  const { estimators, batchSizes } = without;
  const found: Condition[] = [];
  if (columns.has("agent") && agent !== undefined)
    found.push({ holds: (row) => row.agent === agent, sql: `agent = ${literal(agent)}` });
  if (!columns.has("estimator")) return found;
  if (estimators.length > 0)
    found.push({
      holds: ({ estimator }) => estimator === null || !estimators.includes(String(estimator)),
      sql: `(estimator IS NULL OR estimator NOT IN (${estimators.map(literal).join(", ")}))`,
    });
  // what is told of a whole estimator was taken at one batch size, and says nothing of the others; ∇J itself has none
  if (columns.has("batch_size") && batchSizes.length > 0)
    found.push({
      holds: ({ batch_size }) => batch_size === null || !batchSizes.includes(Number(batch_size)),
      sql: `(batch_size IS NULL OR batch_size NOT IN (${batchSizes.join(", ")}))`,
    });
  return found;
};
