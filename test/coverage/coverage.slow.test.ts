import { beforeAll, describe, expect, it } from "vitest";
import { type Coverage, measure } from "./measure.ts";
import { small } from "./scenarios.ts";

/** Studies of each kind. The share of them that covers has an error of √(p (1 − p)/n): 3.3 % at p = 93 %. */
const STUDIES = 60;
/** Of some forty shares, all are within so many errors of what is asked in 99 of 100 sets of seeds. What covers 70 % or less is found. */
const Z = 3.5;

/** A share of n that is below this is below `p` by more than chance. */
const least = (p: number, n: number): number => p - Z * Math.sqrt((p * (1 - p)) / n);

/** Rows that miss the target: 93 % of intervals where much is seen; where little is, no more than 10 % of all studies misled. */
const failing = (rows: readonly Coverage[]): string[] =>
  rows
    .filter(({ studies, shown, held }) =>
      shown === studies
        ? held / shown < least(0.93, shown)
        : 1 - (shown - held) / studies < least(0.9, studies),
    )
    .map((row) => JSON.stringify(row));

describe.each(small)("whole studies of $name", (scenario) => {
  let ask: Awaited<ReturnType<typeof measure>>;
  beforeAll(async () => {
    ask = await measure(scenario, STUDIES);
  });

  it("have intervals that cover, or none", () => {
    const rows = ask();
    expect(rows.length).toBeGreaterThan(10);
    // a study whose baseline is zero throughout has no cosine to compare with
    for (const { metric, studies } of rows) if (metric !== "mean_cosine") expect(studies).toBe(STUDIES);
    expect(failing(rows)).toEqual([]);
  });

  it("show an interval wherever estimates are seen, whatever its sign, and none where fewer than ten are", () => {
    for (const row of ask()) {
      if (row.figure === "mean" && row.nonzero > 30) expect(row.shown, JSON.stringify(row)).toBe(row.studies);
      if (row.nonzero < 5) expect(row.shown, JSON.stringify(row)).toBe(0);
    }
  });

  it("miss where intervals are a third as wide, or the truth is twice itself", () => {
    const ofVariance = (rows: readonly Coverage[]) =>
      rows.filter(({ metric, figure, nonzero }) => metric === "mse" && figure === "mean" && nonzero > 100);
    expect(failing(ask({ width: 1 / 3 })).length).toBeGreaterThan(5);
    const [right, wrong] = [ofVariance(ask()), failing(ofVariance(ask({ factor: 2 })))];
    expect(right.length).toBeGreaterThan(0);
    expect(wrong.length).toBeGreaterThan(0);
  });
});
