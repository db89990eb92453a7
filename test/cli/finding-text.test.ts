import { expect, test } from "vitest";
import { bar, findingText, wrapped } from "../../src/cli/finding-text.ts";
import type { FoundEstimator } from "../../src/report/finding/finding.ts";
import type { Finding } from "../../src/report/finding/read-finding.ts";

const estimator = (
  label: string,
  alignment: number | undefined,
  more: Partial<FoundEstimator> = {},
): FoundEstimator => ({
  names: [label],
  label,
  batchSize: 16,
  alignment,
  standardError: 0.01,
  angle: alignment === undefined ? undefined : (180 / Math.PI) * Math.acos(alignment),
  needed: 1104,
  reaching: 5,
  never: 0,
  of: 5,
  neededText: "",
  turnedBy: undefined,
  biased: false,
  variance: 1,
  why: undefined,
  ...more,
});
const finding = (...estimators: FoundEstimator[]): Finding => ({
  study: "cliff",
  environment: "cliff-walking",
  probe: {
    agent: "a2c",
    iteration: 100,
    iterations: 100,
    seeds: 5,
    batchSize: 16,
    truth: "exact",
    estimators,
  },
  learned: ["mac", "reinforce"].map((agent, i) => ({
    agent,
    seeds: 5,
    updates: 100,
    envSteps: 1,
    value: { estimate: -100 * (2 - i), low: -100 * (2 - i) - 10, high: -100 * (2 - i) + 10 },
    before: -700,
    exact: true,
  })),
  sentences: ["One thing.", "Another."],
  sql: "",
});

const full = finding(
  estimator("mac", 0.92, { needed: 6, reaching: 4, turnedBy: 20, biased: true }),
  estimator("sign of a name that is much longer than any column has room for", 0.5, {
    needed: undefined,
    never: 5,
  }),
  estimator("total", 0.19),
);

test.each([80, 120])("the finding comes first, and fits a terminal of %s columns", (width) => {
  const lines = findingText(full, width).split("\n");
  expect(lines[0]).toBe("One thing.");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  const of = (name: string) => lines.find((line) => line.startsWith(name))!;
  expect(of("mac")).toMatch(/^mac +█+.? +0\.92 +23° +6 \(4\/5 seeds\) +20°$/);
  expect(of("sign")).toMatch(/….* 0\.50 +60° +never$/);
  expect(of("total")).toMatch(/ 0\.19 +79° +1,100$/);
  const lengths = ["mac", "sign", "total"].map((name) => of(name).match(/█/g)!.length);
  expect(Math.abs(lengths[1] - (lengths[0] * 0.5) / 0.92)).toBeLessThanOrEqual(1); // a whole cell of either
});

test("agents stand by what they learned, none apart from its interval", () => {
  const text = findingText(full, 80);
  expect(text.slice(text.indexOf("What was")).replaceAll("\n", " ")).toBe(
    "What was learned in 100 updates (J, 95 % over 5 seeds): reinforce −100 [−110, −90] · mac −200 [−210, −190] ",
  );
  for (const line of text.split("\n"))
    expect((line.match(/\[/g) ?? []).length).toBe((line.match(/\]/g) ?? []).length);
});

test("no bars are drawn where nothing is compared, and no column where nothing is turned", () => {
  expect(findingText(finding(estimator("mac", undefined)), 80)).not.toMatch(/alignment|mac +0/);
  expect(findingText(finding(estimator("mac", 0.5)), 80)).not.toContain("turned by bias");
});

test("a bar is as long as its share, to an eighth of a cell; none where the share is negative", () => {
  expect([0, 0.5, 0.53125, 1, -0.4].map((share) => bar(share, 4))).toEqual(["", "██", "██▏", "████", ""]);
});

test("lines break at spaces only", () => {
  expect(wrapped("one two three", 8)).toEqual(["one two", "three"]);
});
