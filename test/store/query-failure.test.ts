import { describe, expect, it } from "vitest";
import { guardedAnswer } from "../../src/store/guarded.ts";
import { openReader } from "../../src/store/open.ts";
import { queryRows } from "../../src/store/query.ts";
import { closed } from "./databases.ts";

const path = closed({});
const db = openReader(path);

const reason = (ask: () => unknown): string => {
  try {
    ask();
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("a query that SQLite refuses", () => {
  it.each([
    ["SELECT cosin FROM estimate", "no such column: cosin; did you mean cosine?"],
    ["SELECT e.cosin FROM estimate AS e", "no such column: e.cosin; did you mean cosine?"],
    [
      'SELECT "cosin" FROM estimate',
      'no such column: "cosin" - should this be a string literal in single-quotes?; did you mean cosine?',
    ],
    ["SELECT mean_cos FROM estimator_summary", "no such column: mean_cos; did you mean mean_cosine?"],
    ["SELECT * FROM estimats", "no such table: estimats; did you mean estimate?"],
    ["SELECT * FROM main.estimats", "no such table: main.estimats; did you mean estimate?"],
    ["SELECT * FROM experiment", "no such table: experiment; did you mean study?"],
    ["SELECT experiment_id FROM run", "no such column: experiment_id; did you mean study_id?"],
    ["SELECT vec_nrom(gradient) FROM truth", "no such function: vec_nrom; did you mean vec_norm?"],
    ["SELECT x FROM study", "no such column: x; study has study_id, name, created_at"],
    ["SELECT 1 +", "incomplete input"],
  ])("%s", (sql, message) => {
    expect(reason(() => queryRows(db, sql))).toBe(`the query failed: ${message}`);
    if (!sql.includes("vec_"))
      expect(reason(() => guardedAnswer(path, sql, { rows: 1, bytes: 1 }))).toBe(
        `the query failed: ${message}`,
      );
  });

  it("says which tables and views there are, where none is near", () => {
    expect(reason(() => queryRows(db, "SELECT * FROM nowhere"))).toMatch(/; there are meta, study, run, /);
  });
});
