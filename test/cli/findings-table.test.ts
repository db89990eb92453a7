import { describe, expect, it } from "vitest";
import { findingsTable, sharedWords } from "../../src/cli/findings-table.ts";
import { withoutInterval } from "../../src/statistics/interval.ts";
import { estimator, finding } from "./findings.ts";

const lines = (...findings: Parameters<typeof findingsTable>[0][number][]): string[] =>
  findingsTable(findings, 100).trimEnd().split("\n");

describe("what many studies found", () => {
  it("is a line each, with the truest estimator where one is told from the last, and who learned most", () => {
    const good = { ...finding(estimator("mac", 0.9), estimator("total", 0.2)), study: "cliff size 4" };
    const alike = finding(estimator("mac", 0.5), estimator("total", 0.49));
    const rows = lines(good, { ...alike, study: "cliff size 16", learned: [] });
    expect(rows.map((row) => row.replace(/ {2,}/g, "|"))).toEqual([
      "cliff|truest|angle to ∇J|within 26°|learned most|J",
      expect.stringMatching(/^[─|]+$/),
      "size 4|mac|26°|1,100|reinforce|−100 [−110, −90]",
      "size 16|not told apart|60°|1,100|none",
    ]);
  });

  it("tells where nothing is compared, and leaves out what no study has", () => {
    const blind = { ...finding(estimator("mac", undefined)), study: "a" };
    const [header, , first] = lines(blind, { ...finding(estimator("mac", 0.5)), study: "b", learned: [] });
    expect(header).toContain("learned most");
    expect(first).toMatch(/^a +no ∇J to compare with +reinforce/);
    const learned = [{ ...blind.learned[0], value: withoutInterval(Number.NaN) }];
    expect(lines({ ...finding(estimator("mac", 0.5)), learned })[0]).not.toContain("learned");
    expect(lines({ ...blind, probe: undefined })[0]).not.toContain("truest");
  });
});

it("names share words, but for the last, which says what varies", () => {
  expect(sharedWords(["grid size 4", "grid size 8"])).toBe("grid ");
  expect(sharedWords(["a seed 0 deviation 1", "a seed 1 deviation 1"])).toBe("a ");
  expect(sharedWords(["one", "other"])).toBe("");
  expect(sharedWords(["a x", "a y"])).toBe("");
});
