import { expect, test } from "vitest";
import { bar, findingText } from "../../src/cli/finding-text.ts";
import type { Learned } from "../../src/report/finding/learned.ts";
import { withoutInterval } from "../../src/statistics/interval.ts";
import { estimator, finding } from "./findings.ts";

const full = finding(
  estimator("mac", 0.92, { needed: 6, reaching: 4, turnedBy: 20, turnedAtMost: undefined, biased: true }),
  estimator("sign of a name that is much longer than any column has room for", 0.5, {
    needed: undefined,
    never: 5,
    turnedAtMost: 9.7,
    biased: undefined,
  }),
  estimator("total", 0.19),
);

test.each([80, 120])("the finding comes first, and fits a terminal of %s columns", (width) => {
  const lines = findingText(full, width).split("\n");
  expect(lines[0]).toBe("One thing.");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  const of = (name: string) => lines.find((line) => line.startsWith(name))!;
  expect(of("mac")).toMatch(/^mac +█+.? +0\.92 +23° +6 \(4\/5 seeds\) +20°$/);
  expect(of("sign")).toMatch(/….* 0\.50 +60° +never +≤ 9\.7°$/);
  expect(of("total")).toMatch(/ 0\.19 +79° +1,100 +0°$/);
  const lengths = ["mac", "sign", "total"].map((name) => of(name).match(/█/g)!.length);
  expect(Math.abs(lengths[1] - (lengths[0] * 0.5) / 0.92)).toBeLessThanOrEqual(1); // a whole cell of either
});

test("what probes by pairs found is told in whole, before what was learned, and once", () => {
  const agreement = ["Two estimates agree by 0.03.", "At first it was 0.85."];
  const text = (change: object) => findingText({ ...full, agreement, ...change }, 80).split("\n");
  const alone = text({ probe: undefined, sentences: [...agreement, "a learned"] });
  expect(alone.slice(0, 3)).toEqual([agreement.join(" "), "", expect.stringMatching(/^After 100 updates/)]);
  expect(text({ sentences: ["One thing.", ...agreement] }).slice(0, 3)).toEqual([
    "One thing.",
    "",
    agreement.join(" "),
  ]);
});

const told = (...learned: Partial<Learned>[]): string[] => {
  const [one] = full.learned;
  const text = findingText(
    { ...full, probe: undefined, learned: learned.map((each) => ({ ...one, ...each })) },
    80,
  );
  return text.trimEnd().split("\n");
};
const around = (estimate: number) => ({ estimate, low: estimate - 10, high: estimate + 10 });

test("agents stand by what they learned, a line each, the best first", () => {
  const text = findingText(full, 80);
  expect(text.slice(text.indexOf("After")).trimEnd().split("\n")).toEqual([
    "After 100 updates reinforce has learned most, mac least (J, 95 % over 5 seeds):",
    "reinforce  −100  [−110, −90]",
    "mac        −200  [−210, −190]",
  ]);
  const [title, ...rows] = told(
    { agent: "a", value: around(1), seeds: 3 },
    { agent: "b", value: around(2), updates: 50 },
  );
  expect(title).toBe("At the end the seeds do not tell the agents apart (J, 95 % over 3 to 5 seeds):");
  expect(rows).toEqual(["b  2  [−8, 12]  50 updates", "a  1  [−9, 11]  100 updates"]);
});

test("one seed tells no agents apart, one agent is a sentence, and one that went astray comes last", () => {
  const single = { seeds: 1, value: withoutInterval(3) };
  expect(told(single, { ...single, agent: "b" })).toEqual([
    "After 100 updates one seed does not tell the agents apart (J):",
    "mac  3",
    "b    3",
  ]);
  expect(told(single)).toEqual(["After 100 updates the J of mac is 3; it began at −700."]);
  const lost = { agent: "lost", value: withoutInterval(Number.NaN) };
  expect(told(lost, { value: around(1) }).slice(1)).toEqual([
    "mac            1  [−9, 11]",
    "lost  not finite",
  ]);
});

test("no bars are drawn where nothing is compared, and no column where nothing is turned", () => {
  expect(findingText(finding(estimator("mac", undefined)), 80)).not.toMatch(/alignment|mac +0/);
  expect(findingText(finding(estimator("mac", 0.5)), 80)).not.toContain("by bias");
});

test("a bar is as long as its share, to an eighth of a cell; none where the share is negative", () => {
  expect([0, 0.5, 0.53125, 1, -0.4].map((share) => bar(share, 4))).toEqual(["", "██", "██▏", "████", ""]);
});
