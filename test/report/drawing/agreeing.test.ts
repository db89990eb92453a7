import { expect, test } from "vitest";
import { agreeing } from "../../../src/report/drawing/agreeing.ts";
import { inRows } from "../../../src/report/drawing/figure-rows.ts";
import { estimatorSeries } from "../../../src/report/drawing/series.ts";
import { shortened } from "../../../src/report/text/short-batch-words.ts";

const series = [...estimatorSeries(["agent", "a", "b", "c"]).values()];
const row = (estimator: string, batch_size: number, value: number | null) => ({
  ...{ agent: "x", iteration: 0, estimator, batch_size, value },
});

test("series that agree wherever they are drawn are one line, with all names and all keys", () => {
  const rows = [
    ...[row("agent", 1, 0.1), row("agent", 4, 0.3)],
    ...[row("a", 1, 0.2), row("a", 4, null)],
    ...[row("b", 4, 0.3 * (1 + 1e-12)), row("b", 1, 0.1)], // in another order, and rounded otherwise
    ...[row("c", 1, 0.1), row("c", 4, 0.3 * (1 + 1e-6))],
  ];
  const lines = agreeing(rows, series, ["value"]);
  expect(lines.map(({ names }) => names)).toEqual([["agent", "b"], ["a"], ["c"]]);
  expect(lines[0].className).toBe("series e e0 e2");
  expect(lines[0].rows.map(({ estimator }) => estimator)).toEqual(["agent", "agent"]);
});

test("a series that is drawn at fewer places is no part of one that is drawn at more", () => {
  const rows = [row("agent", 1, 0.1), row("agent", 4, 0.3), row("a", 1, 0.1)];
  expect(agreeing(rows, series.slice(0, 2), ["value"])).toHaveLength(2);
});

test("figures keep their order, but that one to come fills what is left of a row", () => {
  expect(inRows([2, 2, 1, 3, 1, 1, 1], (n) => n)).toEqual([2, 1, 2, 1, 3, 1, 1]);
  expect(inRows([7, 1, 2], (n) => n)).toEqual([7, 1, 2]);
  expect(inRows([], () => 1)).toEqual([]);
});

test("numbers of trajectories to three digits, thousands apart, without where they come from", () => {
  expect(shortened("11778 (10869 to 12754)")).toBe("11,800 (10,900 to 12,800)");
  expect(shortened("62 (59 to 64) from n = 16")).toBe("62 (59 to 64)");
  expect(shortened("never (limit 0.4437)")).toBe("never (limit 0.4437)");
});
