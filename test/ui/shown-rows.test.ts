import { beforeAll, expect, test } from "vitest";
import { selections } from "../../src/report/selection.ts";
import { type Query, readSnapshot } from "../../src/store/snapshot.ts";
import type { Choice } from "../../src/ui/choice.ts";
import { figures } from "../../src/ui/figures.ts";
import { shownRows } from "../../src/ui/shown-rows.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();
let path: string;
beforeAll(() => {
  path = database(folder, "shown.db", [study()]);
});

const everything: Choice = { without: { estimators: [], batchSizes: [] } };
const some: Choice = { agent: "actor-critic", without: { estimators: ["total", "it's"], batchSizes: [1] } };
const withQuery = <T>(use: (query: Query) => T): T => readSnapshot(path, use);

test("without a choice the query stays as it is", () => {
  withQuery((query) => {
    const sql = "SELECT agent, seed FROM run";
    expect(shownRows(query, sql, everything)).toEqual({ sql, rows: query(sql) });
  });
});

test("the SQL that is shown gives the rows that are drawn, of every figure", () => {
  withQuery((query) => {
    const [selection] = selections(query);
    let narrowed = 0;
    for (const figure of figures) {
      const sql = figure.sql(selection);
      if (sql === undefined) continue;
      const [all, shown] = [query(sql), shownRows(query, sql, some)];
      expect(query(shown.sql)).toEqual(shown.rows);
      if (all.length > 0) expect(shown.rows.length).toBeGreaterThan(0);
      narrowed += Number(shown.rows.length < all.length);
    }
    expect(narrowed).toBeGreaterThanOrEqual(6);
  });
});

test("leaves out what is not shown, and keeps what speaks of no estimator", () => {
  withQuery((query) => {
    const rows = (sql: string) => shownRows(query, sql, some).rows;
    expect(
      rows("SELECT NULL AS estimator, 1 AS x UNION ALL SELECT 'total', 2 UNION ALL SELECT 'b', 3"),
    ).toEqual([
      { estimator: null, x: 1 },
      { estimator: "b", x: 3 },
    ]);
    const truth =
      "SELECT NULL AS estimator, NULL AS batch_size, 1 AS x UNION ALL SELECT 'b', 1, 2 UNION ALL SELECT 'b', 4, 3";
    expect(rows(truth).map(({ x }) => x)).toEqual([1, 3]); // the true gradient has no batch size
    expect(query(shownRows(query, truth, some).sql)).toEqual(rows(truth));
    const cells = rows("SELECT agent, estimator, batch_size FROM estimator_over_seeds WHERE iteration = 0");
    expect(cells).toEqual([{ agent: "actor-critic", estimator: "agent", batch_size: 4 }]);
    expect(rows("SELECT 1 AS batch_size")).toEqual([{ batch_size: 1 }]); // no cell of an estimator
  });
});
