import { expect, it } from "vitest";
import { type Comparison, comparisonNotes, comparisonTables } from "../../src/report/comparison-table.ts";

const interval = (estimate: number, half: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
});
const figures = { mean: interval(0.5, 0.1), median: interval(0.4, 0.2), iqm: interval(0.45, 0.2) };
const alone = { difference: null, improvement: null, detectable: null, normRatio: null };
const baseline = { ...figures, ...alone, name: "b", seeds: 6, seen: null, pairs: 6 };
const other = { ...baseline, name: "a", difference: interval(0.2, 0.05), improvement: interval(0.75, 0.2) };
const comparison: Comparison = {
  ...{
    experiment: "x",
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
  const lines = comparisonTables([comparison, { ...comparison, batchSize: 64 }]).split("\n");
  expect(lines[0]).toBe("x, agent g, iteration 3: mse (lower is better), 6 seeds");
  expect(lines[3]).toMatch(
    /^ +8 +a +0\.50 \[0\.40, 0\.60\] +0\.40 \[0\.20, 0\.60\] +0\.45 \[0\.25, 0\.65\] +0\.200 \[0\.150, 0\.250\] +0\.75 \[0\.55, 0\.95\]$/,
  );
  expect(lines[4]).toMatch(/^ +b .* baseline$/);
  expect(lines[5]).toMatch(/^ +64 +a /);
  expect(comparisonTables([comparison, { ...comparison, metric: "snr" }]).split("\n\n")).toHaveLength(3);
});

it("shows a difference that is rounding as zero, and another as it is", () => {
  const shown = (size: number) =>
    comparisonTables([
      { ...comparison, contenders: [{ ...other, difference: interval(size, 2 * size) }, baseline] },
    ]);
  expect(shown(1e-14)).toContain(" 0 [0, 0] ");
  expect(shown(1e-11)).toContain("1.0e-11 [-1.0e-11, 3.0e-11]");
});

it("of replicates shows mean and difference only, and says what they are over", () => {
  const over = { ...comparison, over: "replicates" as const };
  expect(comparisonTables([over])).not.toContain("median");
  expect(comparisonTables([over])).toContain("replicates of 6 seeds");
  expect(comparisonNotes([over])).toContain("not for other seeds");
  expect(comparisonNotes([comparison])).not.toContain("at least 5 seeds");
  expect(comparisonNotes([{ ...comparison, contenders: [{ ...baseline, seeds: 4 }] }])).toContain(
    "at least 5 seeds",
  );
});

it("of replicates shows the bias that would have been seen, and the norm ratio, where they are", () => {
  const shown = (changes: object) => [
    { ...comparison, over: "replicates" as const, contenders: [{ ...other, ...changes }, baseline] },
  ];
  const bias = shown({ detectable: 0.123456 });
  expect(comparisonTables(bias)).toMatch(
    /bias seen from +minus b .*\n.*\n +8 +a +0\.50 \[0\.40, 0\.60\] +0\.1235 /,
  );
  expect(comparisonNotes(bias)).toContain("would leave out zero");
  expect(comparisonTables(bias)).not.toContain("norm ratio");
  const ratio = shown({ normRatio: interval(0.9, 0.1) });
  expect(comparisonTables(ratio)).toMatch(/norm ratio \[95 %\] +minus b .*\n.*\n.* 0\.90 \[0\.80, 1\.00\] /);
  expect(comparisonNotes(ratio)).not.toContain("would leave out zero");
  expect(comparisonTables(shown({ detectable: Number.NaN }))).not.toContain("bias seen");
});

it("says of how many estimates there are that are not zero, with a word where they are too few", () => {
  const seen = (nonzero: number) => [
    { ...comparison, contenders: [{ ...other, seen: { nonzero, estimates: 200 } }, baseline] },
  ];
  expect(comparisonTables(seen(200))).not.toContain("not zero");
  expect(comparisonTables(seen(57))).toMatch(/ a +57 of 200 +0\.50/);
  expect(comparisonNotes(seen(57))).not.toContain("fewer than 10");
  expect(comparisonTables(seen(9))).toContain("9 of 200: too few");
  expect(comparisonTables(seen(0))).toContain("0 of 200: rarer than 3/200");
  expect(comparisonNotes(seen(9))).toContain(
    "No interval is shown of fewer than 10 estimates that are not zero",
  );
});
