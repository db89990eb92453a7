import { expect, test } from "vitest";
import { count, formatNumber, formatPower, list } from "../../../src/report/text/format-number.ts";

test("numbers have three significant digits, and a power of ten where they are very small or large", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [12345, "12345"],
    [12345.6, "12346"],
    [0.0123456, "0.0123"],
    [0.5, "0.500"],
    [-1.5, "−1.50"],
    [-0.00001234, "−1.23 × 10⁻⁵"],
    [4.2e12, "4.20 × 10¹²"],
    [Number.NaN, "?"],
  ];
  for (const [value, text] of cases) expect(formatNumber(value)).toBe(text);
});

test("ticks of logarithmic axes are short", () => {
  const cases: [number, string][] = [
    [1, "1"],
    [0.1, "0.1"],
    [0.02, "0.02"],
    [1000, "1000"],
    [1e-3, "0.001"],
    [1e-4, "10⁻⁴"],
    [2e-5, "2×10⁻⁵"],
    [1e15, "10¹⁵"],
  ];
  for (const [value, text] of cases) expect(formatPower(value)).toBe(text);
});

test("words are counted and joined", () => {
  expect([count(1, "seed"), count(3, "seed")]).toEqual(["1 seed", "3 seeds"]);
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(list)).toEqual(["", "a", "a and b", "a, b and c"]);
});
