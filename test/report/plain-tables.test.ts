import { expect, test } from "vitest";
import { latexTable, markdownTable } from "../../src/report/plain-tables.ts";

const rows = [
  {
    agent: "a",
    estimator: "GAE_0 | 50 %",
    batch_size: 8,
    bias_norm: 0.0012,
    exact_bias_norm: null,
    non_finite: 0,
  },
  {
    agent: "a",
    estimator: "<b>&{x}\\~^",
    batch_size: 64,
    bias_norm: 1.25e-7,
    exact_bias_norm: null,
    non_finite: 0,
  },
];

test("a Markdown table has a line per row, numbers to the right, and no empty column", () => {
  expect(markdownTable(rows)).toBe(
    [
      "| agent | estimator | batch size | bias |",
      "| --- | --- | ---: | ---: |",
      "| a | GAE\\_0 \\| 50 % | 8 | 0.00120 |",
      "| a | &lt;b>&{x}\\\\~^ | 64 | 1.25 × 10⁻⁷ |",
      "",
    ].join("\n"),
  );
});

test("a LaTeX table has booktabs rules and takes every sign literally", () => {
  expect(latexTable(rows)).toBe(
    [
      "% needs \\usepackage{booktabs}",
      "\\begin{tabular}{llrr}",
      "  \\toprule",
      "  agent & estimator & batch size & bias \\\\",
      "  \\midrule",
      "  a & GAE\\_0 | 50 \\% & $8$ & $0.00120$ \\\\",
      "  a & <b>\\&\\{x\\}\\textbackslash{}\\textasciitilde{}\\textasciicircum{} & $64$ & $1.25 \\times 10^{-7}$ \\\\",
      "  \\bottomrule",
      "\\end{tabular}",
      "",
    ].join("\n"),
  );
});

test("headings of the table of cells are words, also in LaTeX", () => {
  expect(markdownTable([{ truth_norm: 1, mean_cosine: 0.5 }]).split("\n")[0]).toBe("| ‖∇J‖ | alignment |");
  expect(latexTable([{ truth_norm: 1, mean_cosine: -0.5 }])).toContain(
    "$\\Vert$$\\nabla$J$\\Vert$ & alignment",
  );
  expect(latexTable([{ truth_norm: 1, mean_cosine: -0.5 }])).toContain("$1$ & $-0.500$");
});

test("an exact bias within rounding is zero", () => {
  const row = { truth_norm: 0.5, exact_bias_norm: 3e-17, exact_total_variance: 0.1 };
  expect(markdownTable([row])).toContain("| 0.500 | 0 | 0.100 |");
  expect(markdownTable([{ ...row, exact_bias_norm: 3e-7 }])).toContain("3.00 × 10⁻⁷");
});
