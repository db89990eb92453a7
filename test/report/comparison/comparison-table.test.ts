import { expect, it } from "vitest";
import {
  type Comparison,
  comparisonNotes,
  comparisonTables,
} from "../../../src/report/comparison/comparison-table.ts";

const tablesOf = (comparisons: readonly Comparison[], width?: number): string =>
  comparisonTables(comparisons, width).text;
const notesOf = (comparisons: readonly Comparison[], left?: readonly string[]): string =>
  comparisonNotes(comparisons, left).join("\n");

const interval = (estimate: number, half: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
});
const figures = { mean: interval(0.5, 0.1), median: interval(0.4, 0.2), iqm: interval(0.45, 0.2) };
const alone = { difference: null, improvement: null, detectable: null, normRatio: null, parts: null };
const baseline = { ...figures, ...alone, name: "b", seeds: 6, seen: null, pairs: 6 };
const other = { ...baseline, name: "a", difference: interval(0.2, 0.05), improvement: interval(0.75, 0.2) };
const comparison: Comparison = {
  ...{
    study: "x",
    kind: "estimator",
    agent: "g",
    iteration: 3,
    batchSize: 8,
    metric: "mse",
    better: "lower",
  },
  ...{ baseline: "b", over: "seeds", contenders: [other, baseline] },
};

it("puts the batch sizes of one metric into one table", () => {
  const lines = tablesOf([comparison, { ...comparison, batchSize: 64 }]).split("\n");
  expect(lines[0]).toBe("x, agent g, iteration 3: mse (lower is better), 6 seeds");
  expect(lines[3]).toMatch(
    /^ +8 +a +0\.50 \[0\.40, 0\.60\] +0\.40 \[0\.20, 0\.60\] +0\.45 \[0\.25, 0\.65\] +0\.200 \[0\.150, 0\.250\] +0\.75 \[0\.55, 0\.95\]$/,
  );
  expect(lines[4]).toMatch(/^ +b .* baseline$/);
  expect(lines[5]).toMatch(/^ +64 +a /);
  expect(tablesOf([comparison, { ...comparison, metric: "snr" }]).split("\n\n")).toHaveLength(3);
});

it("shows a difference that is rounding as zero, and another as it is", () => {
  const shown = (size: number) =>
    tablesOf([{ ...comparison, contenders: [{ ...other, difference: interval(size, 2 * size) }, baseline] }]);
  expect(shown(1e-14)).toContain(" 0 [0, 0] ");
  expect(shown(1e-11)).toContain("1.0e-11 [−1.0e-11, 3.0e-11]");
});

it("of replicates shows mean and difference only, and says what they are over", () => {
  const over = { ...comparison, over: "replicates" as const };
  expect(tablesOf([over])).not.toContain("median");
  expect(tablesOf([over])).toContain("replicates of 6 seeds");
  expect(notesOf([over])).toContain("not for other seeds");
  expect(notesOf([comparison])).not.toContain("at least 5 seeds");
  expect(notesOf([{ ...comparison, contenders: [{ ...baseline, seeds: 4 }] }])).toContain("at least 5 seeds");
});

it("of replicates shows the bias that would have been seen, and the norm ratio, where they are", () => {
  const shown = (changes: object) => [
    { ...comparison, over: "replicates" as const, contenders: [{ ...other, ...changes }, baseline] },
  ];
  const bias = shown({ detectable: 0.123456 });
  expect(tablesOf(bias)).toMatch(/bias seen from +minus b .*\n.*\n +8 +a +0\.50 \[0\.40, 0\.60\] +0\.123 /);
  expect(notesOf(bias)).toContain("would leave out zero");
  expect(tablesOf(bias)).not.toContain("norm ratio");
  const ratio = shown({ normRatio: interval(0.9, 0.1) });
  expect(tablesOf(ratio)).toMatch(/norm ratio \[95 %\] +minus b .*\n.*\n.* 0\.90 \[0\.80, 1\.00\] /);
  expect(notesOf(ratio)).not.toContain("would leave out zero");
  expect(tablesOf(shown({ detectable: Number.NaN }))).not.toContain("bias seen");
});

it("says of how many estimates there are that are not zero, with a word where they are too few", () => {
  const seen = (nonzero: number) => [
    { ...comparison, contenders: [{ ...other, seen: { nonzero, estimates: 200 } }, baseline] },
  ];
  expect(tablesOf(seen(200))).not.toContain("not zero");
  expect(tablesOf(seen(57))).toMatch(/ a +57 of 200 +0\.50/);
  expect(notesOf(seen(57))).not.toContain("fewer than 10");
  expect(tablesOf(seen(9))).toContain("9 of 200: too few");
  expect(tablesOf(seen(0))).toContain("0 of 200: rarer than 3/200");
  expect(notesOf(seen(9))).toContain("No interval is shown of fewer than 10 estimates that are not zero");
});

it("shows a squared bias never as a negative square, and beside it how E g is turned and scaled", () => {
  const parts = {
    ...{ turned_by: 8.1, turned_by_low: 6.2, turned_by_high: 9.9, scaled_by: 1.94, scaled_by_low: 1.9 },
    ...{ scaled_by_high: 1.98, exact_turned_by: null, exact_scaled_by: null },
  };
  const exact = { ...parts, exact_turned_by: 8.103, exact_scaled_by: 1.942 };
  const bias = (estimate: number, half: number) => ({
    ...other,
    ...{
      mean: interval(estimate, half),
      median: interval(estimate, Number.NaN),
      iqm: interval(estimate, half),
      parts,
    },
  });
  const contenders = [
    bias(-0.02, 0.05),
    bias(-0.04, 0.03),
    bias(0.02, 0.05),
    { ...bias(0.02, 0.01), parts: exact },
    { ...baseline, parts: null },
  ];
  const shown = tablesOf([{ ...comparison, metric: "squared_bias", contenders }]);
  const lines = shown.split("\n").map((line) => line.split(/ {2,}/));
  expect(lines[1].slice(0, 7)).toEqual([
    "batch",
    "estimator",
    "mean [95 %]",
    "median [95 %]",
    "IQM [95 %]",
    "turned by",
    "scaled by",
  ]);
  expect(lines[3].slice(3, 8)).toEqual([
    "≤ 0.03",
    "none seen",
    "≤ 0.03",
    "8.1° [6.2, 9.9]",
    "1.940 [1.900, 1.980]",
  ]);
  expect(lines[4].slice(2, 5)).toEqual(["≤ 0.03", "none seen", "≤ 0.03"]); // as far above 0 as above the estimate
  expect(lines[5][2]).toBe("0.020 [0.000, 0.070]");
  expect(lines[6].slice(2, 7)).toEqual([
    "0.020 [0.010, 0.030]",
    "0.02",
    "0.020 [0.010, 0.030]",
    "8.1°",
    "1.94",
  ]);
  expect(shown).not.toMatch(/ [-−]0/);
  expect(notesOf([{ ...comparison, metric: "squared_bias", contenders }])).toContain("A bias is two things");
});

it("leaves out what a narrow terminal has no room for, says so, and does not explain it", () => {
  const whole = tablesOf([comparison]).split("\n");
  expect(whole[1]).toContain("median [95 %]");
  const { text, left } = comparisonTables([comparison], 80);
  expect(left).toEqual(["median [95\u00a0%]", "IQM [95\u00a0%]"]);
  for (const line of text.split("\n").slice(1)) expect(line.length).toBeLessThanOrEqual(80);
  const narrow = comparisonTables([comparison], 60);
  expect(narrow.text).toMatch(/^ +8 +a +0\.50 \[0\.40, 0\.60\] +0\.200 \[0\.150, 0\.250\]$/m);
  expect(notesOf([comparison], narrow.left)).toContain(
    "No room for median [95 %], IQM [95 %] and P(better than b): a wider terminal and --json show more.",
  );
  expect(notesOf([comparison], narrow.left)).not.toContain("ties as halves");
});
