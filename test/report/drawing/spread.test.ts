import { expect, test } from "vitest";
import { spread } from "../../../src/report/drawing/spread.ts";

test("labels that do not overlap stay where they are", () => {
  expect(spread([100, 20, 60], [15, 15, 15], 0, 200)).toEqual([100, 20, 60]);
});

test("labels that overlap are moved as little as it takes, in their order", () => {
  expect(spread([50, 50], [10, 10], 0, 200)).toEqual([45, 55]);
  expect(spread([50, 52, 54, 120], [10, 10, 10, 10], 0, 200)).toEqual([42, 52, 62, 120]);
  expect(spread([50, 40], [10, 30], 0, 200)).toEqual([55, 35]);
});

test("labels stay within their room, from either end", () => {
  expect(spread([3, 4, 5], [10, 10, 10], 0, 200)).toEqual([5, 15, 25]);
  expect(spread([198, 199], [10, 10], 0, 200)).toEqual([185, 195]);
  expect(spread([20, 190, 195], [10, 10, 10], 0, 200)).toEqual([20, 185, 195]);
});

test("where they do not fit, none overlaps another", () => {
  const places = spread([5, 5, 5, 5], [10, 10, 10, 10], 0, 20);
  expect(places).toEqual([5, 15, 25, 35]);
});
