import { expect, test } from "vitest";
import { shownAlignment, shownValue } from "../../src/report/cells.ts";
import { cellTables } from "../../src/report/cells-markup.ts";
import { truthVanishes } from "../../src/report/vanishing-truth.ts";

const row = {
  agent: "a",
  iteration: 0,
  estimator: "total",
  batch_size: 4,
  seeds: 1,
  truth_norm: 0.5,
  truth_standard_error: null,
  mean_cosine: -0.25,
  mean_cosine_se: 0.0125,
  corrected_cosine: null,
  corrected_cosine_se: null,
  cosine_of_mean: 0.5,
  norm_ratio: 1.5,
  total_variance: 4,
  exact_total_variance: null,
} as const;

test.for([
  ["a truth well above its error", { truth_standard_error: 0.25 }, false],
  ["one below twice its standard error", { truth_standard_error: 0.2501 }, true],
  ["an exact one above the rounding of the estimates", { truth_norm: 2.1e-12 }, false],
  ["one within the rounding of the estimates, √4 × 1e-12", { truth_norm: 1.9e-12 }, true],
  [
    "one within the rounding of exact moments",
    { truth_norm: 1.9e-12, total_variance: null, exact_total_variance: 4 },
    true,
  ],
  ["one that is 0", { truth_norm: 0, total_variance: null }, true],
  ["one that is unknown", { truth_norm: null }, false],
] as const)("%s", ([, changes, vanishes]) => {
  const cell = { ...row, ...changes };
  expect(truthVanishes(cell)).toBe(vanishes);
  expect(shownValue(cell, "norm_ratio")).toBe(vanishes ? "–" : "1.50");
  expect(shownValue(cell, "cosine_of_mean")).toBe(vanishes ? "–" : "0.500");
  expect(shownAlignment(cell)).toBe(vanishes ? "–" : "−0.250 ± 0.013");
  expect(shownValue(cell, "total_variance")).toBe(cell.total_variance === null ? "" : "4");
});

test("the alignment with a reference is the corrected one, and the title has the error of the reference", () => {
  const cell = { ...row, truth_standard_error: 0.0251, corrected_cosine: 0.75, corrected_cosine_se: 0.031 };
  const markup = cellTables([cell]).text;
  expect(markup).toContain("<summary>a, iteration 0, ‖∇J‖ = 0.500 ± 0.025 (a reference)</summary>");
  expect(markup).toContain('<th scope="col">corrected alignment ± s.e.</th>');
  expect(markup).toContain("<td>0.750 ± 0.031</td>");
  expect(markup).not.toContain("−0.250");
  const exact = cellTables([row]).text;
  expect(exact).toContain("<summary>a, iteration 0, ‖∇J‖ = 0.500</summary>");
  expect(exact).toContain('<th scope="col">alignment ± s.e.</th>');
  expect(exact).toContain("<td>−0.250 ± 0.013</td>");
});

test("there is no alignment where no truth is known", () => {
  expect(shownAlignment({ ...row, truth_norm: null, mean_cosine: null, mean_cosine_se: null })).toBe("");
});
