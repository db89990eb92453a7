import { expect, test } from "vitest";
import { logScale } from "../../../src/report/drawing/log-scale.ts";

test("the domain holds all positive values, and zeros and their rounding are left out", () => {
  const { domain, ticks } = logScale([0, 1e-30, 0.001, 0.5, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(domain[0]).toBeCloseTo(0.001 / 1.4, 15);
  expect(domain[1]).toBeCloseTo(0.7, 15);
  expect((ticks as number[]).map((tick) => Number(tick.toPrecision(6)))).toEqual([0.001, 0.01, 0.1]);
});

test("a short axis has ticks between the powers of ten, a long one not at all of them", () => {
  expect((logScale([1, 10]).ticks as number[]).map((tick) => Number(tick.toPrecision(6)))).toEqual([
    1, 2, 5, 10,
  ]);
  expect((logScale([1e-12, 1]).ticks as number[]).length).toBeLessThanOrEqual(8);
});
