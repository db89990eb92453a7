import { expect, test } from "vitest";
import { shownAlignment, shownValue } from "../../src/report/cells.ts";
import { cellTables } from "../../src/report/cells-markup.ts";
import type { Row } from "../../src/store/snapshot.ts";

const row: Row = {
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
  no_alignment: null,
  noise_truths: 0,
};
const NOISE = "reference is noise: ‖Ĝ‖ = 3.8e-15 ± 1e-14";
const nothing = { mean_cosine: null, mean_cosine_se: null, cosine_of_mean: null, norm_ratio: null };

test("a truth that is noise is compared with nothing, and the title says why", () => {
  const cell = { ...row, ...nothing, no_alignment: NOISE, noise_truths: 1 };
  expect(shownAlignment(cell)).toBe("–");
  const markup = cellTables([cell]).text;
  expect(markup).toContain(`; nothing is compared with it: ${NOISE}`);
  expect(markup).not.toMatch(/alignment|norm ratio|−0\.250|1\.50/);
  const some = { ...row, seeds: 5, no_alignment: NOISE, noise_truths: 2 };
  expect(cellTables([some]).text).toContain(`; nothing is compared with it in 2 of 5 seeds: ${NOISE}`);
  expect(cellTables([some]).text).toContain(">−0.250 ± 0.013</td>");
});

test("where all estimates are zero the alignment says so", () => {
  const zero = { ...row, ...nothing, norm_ratio: 0, no_alignment: "the estimate is 0" };
  expect(shownAlignment(zero)).toBe("the estimate is 0");
  expect(cellTables([row, zero]).text).toContain("<td>the estimate is 0</td>");
});

test.for([
  ["seen", { squared_bias: 0.04, squared_bias_low: 0.01, squared_bias_high: 0.09, bias_norm: 0.3 }, "0.200"],
  [
    "not seen",
    { squared_bias: 0.04, squared_bias_low: -0.01, squared_bias_high: 0.09, bias_norm: 0.3 },
    "≤ 0.3",
  ],
  [
    "of a negative square",
    { squared_bias: -0.04, squared_bias_low: -1, squared_bias_high: 0.01, bias_norm: 0.3 },
    "≤ 0.1",
  ],
  [
    "without an interval",
    { squared_bias: -0.04, squared_bias_low: null, squared_bias_high: null, bias_norm: 0.3 },
    "≤ 0.3",
  ],
  [
    "of a single estimate",
    { squared_bias: null, squared_bias_low: null, squared_bias_high: null, bias_norm: 0.3 },
    "≤ 0.3",
  ],
  ["unknown", { squared_bias: null, squared_bias_low: null, squared_bias_high: null, bias_norm: null }, ""],
] as const)("a bias %s", ([, bias, text]) => {
  expect(shownValue({ ...row, ...bias }, "bias_norm")).toBe(text);
});

test("turn and scale are exact where they can be, else have an interval", () => {
  const sampled = {
    ...{ ...row, turned_by: 6.46, turned_by_low: 2.1, turned_by_high: 11.9 },
    ...{ scaled_by: 1.9381, scaled_by_low: 1.8, scaled_by_high: 2.08 },
  };
  expect(shownValue(sampled, "turned_by")).toBe("6.5° [2.1, 11.9]");
  expect(shownValue(sampled, "scaled_by")).toBe("1.94 [1.80, 2.08]");
  const exact = { ...sampled, exact_turned_by: 6.4648, exact_scaled_by: 1.9378 };
  expect(shownValue(exact, "turned_by")).toBe("6.46°");
  expect(shownValue(exact, "scaled_by")).toBe("1.94");
  expect(shownValue(row, "turned_by")).toBe("");
});

test("the part of zeros is shown where there are any", () => {
  expect(shownValue({ ...row, nonzero: 4, replicates: 202, non_finite: 2 }, "nonzero")).toBe("98 %");
  expect(shownValue({ ...row, nonzero: 200, replicates: 202, non_finite: 2 }, "nonzero")).toBe("");
  expect(cellTables([{ ...row, nonzero: 200, replicates: 200 }]).text).not.toContain("zeros");
});

test("the alignment with a reference is the corrected one, and the title has the error of the reference", () => {
  const cell = { ...row, truth_standard_error: 0.0251, corrected_cosine: 0.75, corrected_cosine_se: 0.031 };
  const markup = cellTables([cell]).text;
  expect(markup).toContain("<summary>a, iteration 0, ‖∇J‖ = 0.500 ± 0.025 (a reference)</summary>");
  expect(markup).toContain(">corrected alignment ± s.e.</button>");
  expect(markup).toContain(">0.750 ± 0.031</td>");
  expect(markup).not.toContain("−0.250");
  const exact = cellTables([row]).text;
  expect(exact).toContain("<summary>a, iteration 0, ‖∇J‖ = 0.500</summary>");
  expect(exact).toContain(">alignment ± s.e.</button>");
  expect(exact).toContain(">−0.250 ± 0.013</td>");
});

test("there is no alignment where no truth is known", () => {
  expect(shownAlignment({ ...row, truth_norm: null, mean_cosine: null, mean_cosine_se: null })).toBe("");
});
