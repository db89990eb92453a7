import { expect, it } from "vitest";
import { intervalText } from "../../../src/report/text/interval-text.ts";

const text = (estimate: number, low: number, high: number) => intervalText({ estimate, low, high });

it("shows an interval to the place where half its width has two digits", () => {
  expect(text(0.88123, 0.87011, 0.89235)).toBe("0.881 [0.870, 0.892]");
  expect(text(123.456, 111.1, 135.8)).toBe("123 [111, 136]");
  expect(text(0.5, -0.25, 1.25)).toBe("0.50 [-0.25, 1.25]");
  expect(text(1e-6, -2e-6, 4e-6)).toBe("1.0e-6 [-2.0e-6, 4.0e-6]");
  expect(text(3.14159e7, 3.1e7, 3.2e7)).toBe("3.142e+7 [3.100e+7, 3.200e+7]");
});

it("writes no minus before zero, infinite limits as signs, and equal limits like any number", () => {
  expect(text(0.01, -0.0001, 0.0201)).toBe("0.010 [0.000, 0.020]");
  expect(text(2, 1, Number.POSITIVE_INFINITY)).toBe("2 [1, ∞]");
  expect(text(2, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe("2 [-∞, ∞]");
  expect(text(0, 0, 0)).toBe("0 [0, 0]");
  expect(text(1 / 3, 1 / 3, 1 / 3)).toBe("0.333 [0.333, 0.333]");
});

it("leaves out what is not defined", () => {
  expect(text(0.123456, Number.NaN, Number.NaN)).toBe("0.123");
  expect(text(-0.0000139312, Number.NaN, Number.NaN)).toBe("-1.39e-5");
  expect(text(Number.NaN, Number.NaN, Number.NaN)).toBe("");
});
