import { expect, test } from "vitest";
import { equalEstimators, mergeEqual } from "../../../src/report/finding/equal-estimators.ts";

const cell = (estimator: string, batch_size: number, total_variance: number, mean_cosine: number | null) => ({
  estimator,
  batch_size,
  total_variance,
  mean_cosine,
});
const rows = [
  cell("total", 1, 0.3, 0.1),
  cell("total", 8, 0.04, 0.25),
  cell("to-go", 1, 0.3 + 6e-17, 0.1 - 3e-17),
  cell("to-go", 8, 0.04, 0.25),
  cell("gae", 1, 0.2, 0.1),
  cell("gae", 8, 0.04, 0.25),
];

test("estimators with the same numbers but for rounding in every cell are one", () => {
  expect(equalEstimators(rows)).toEqual([["total", "to-go"], ["gae"]]); // gae: at batch size 8 only
  expect(mergeEqual(rows).map(({ estimator, batch_size }) => [estimator, batch_size])).toEqual([
    ["total = to-go", 1],
    ["total = to-go", 8],
    ["gae", 1],
    ["gae", 8],
  ]);
});

test("what differs by more than rounding, has other cells or other unknowns is another", () => {
  const other = (changed: ReturnType<typeof cell>) => equalEstimators([cell("a", 1, 0.3, 0.1), changed]);
  expect(other(cell("b", 1, 0.3, 0.1))).toEqual([["a", "b"]]);
  expect(other(cell("b", 1, 0.3 * (1 + 1e-9), 0.1))).toEqual([["a"], ["b"]]);
  expect(other(cell("b", 1, 0.3, 0.1 + 1e-9))).toEqual([["a"], ["b"]]);
  expect(other(cell("b", 8, 0.3, 0.1))).toEqual([["a"], ["b"]]);
  expect(other(cell("b", 1, 0.3, null))).toEqual([["a"], ["b"]]);
});

test("two that are 0 everywhere are not said to be equal: each may just have learned nothing yet", () => {
  expect(equalEstimators([cell("mac", 1, 0, null), cell("qac", 1, 0, null)])).toEqual([["mac"], ["qac"]]);
});
