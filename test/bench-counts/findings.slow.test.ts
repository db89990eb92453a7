import { describe, expect, it } from "vitest";
import type { Comparison, Yardstick } from "../bench/comparison.ts";
import type { Answer } from "../bench/contender.ts";
import { findingsOf } from "../bench/findings.ts";
import { markdown } from "../bench/markdown.ts";
import { spreadOf } from "../bench/spread.ts";

describe("a spread", () => {
  it("is the median and the two quantiles between which eight tenths lie", () => {
    expect(spreadOf([10, 0, 20, 30, 40, 50, 60, 70, 80, 90, 100])).toEqual({
      median: 50,
      low: 10,
      high: 90,
      count: 11,
    });
    expect(spreadOf([3, 1])).toEqual({ median: 2, low: 1.2, high: 2.8, count: 2 });
    expect(() => spreadOf([])).toThrow("no figures");
  });
});

describe("the lines of a comparison", () => {
  const yardstick = (held: Partial<Yardstick>): Yardstick => ({
    name: "C",
    runner: "c",
    words: ["c"],
    ...held,
  });
  const comparison = (against: Yardstick[]): Comparison => ({
    section: "s",
    what: "work",
    unit: "step",
    ours: ["ours"],
    against,
  });
  const answers = (times: number[], length = 5): Answer[] =>
    times.map((nanoseconds) => ({ nanoseconds, units: 10, trajectories: 10 / length, check: 0 }));
  const taken = (ours: number[], theirs: [Yardstick, Answer[]][]) => ({
    ours: answers(ours),
    theirs: new Map(theirs),
    descriptions: new Map(),
    missing: new Map(),
  });

  it("have ratios of rounds, and not of medians, over all passes", () => {
    const c = yardstick({ target: { atMost: 2 } });
    const passes = [taken([100, 400], [[c, answers([50, 200])]]), taken([900], [[c, answers([300])]])];
    const [finding] = findingsOf(comparison([c]), passes);
    expect(finding.ours.median).toBe(40); // ns per step
    expect(finding.against?.theirs.median).toBe(20);
    expect(finding.against?.ratio).toMatchObject({ median: 2, count: 3 });
    expect(finding.holds).toBe(true);
  });

  it("tell how much faster ours is where a target says at least", () => {
    const slow = yardstick({ name: "slow", target: { atLeast: 3 } });
    const [finding] = findingsOf(comparison([slow]), [taken([100], [[slow, answers([250])]])]);
    expect(finding).toMatchObject({ direction: "theirs/ours", holds: false });
    expect(finding.against?.ratio.median).toBe(2.5);
  });

  it("leave out a yardstick that is missing, and stand alone without any", () => {
    const findings = findingsOf(comparison([yardstick({})]), [taken([100], [])]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ against: null, holds: null });
  });

  it("refuse a yardstick whose trajectories have another length", () => {
    const c = yardstick({});
    expect(() => findingsOf(comparison([c]), [taken([100], [[c, answers([50], 2)]])])).toThrow("other work");
  });

  it("become a row of the table", () => {
    const c = yardstick({ target: { atMost: 1.5 } });
    const findings = findingsOf(comparison([c]), [taken([20_000], [[c, answers([10_000])]])]);
    const machine = {
      processor: "P",
      processors: 2,
      memory: "1 GiB",
      system: "os",
      node: "20",
      load: [0, 1] as const,
      yardsticks: { C: "gcc 12" },
    };
    const text = markdown({ machine, findings, missing: { NumPy: "no module" } });
    expect(text).toContain("| work | 2 µs per step | C | 1 µs per step | 2× (2–2) | ≤ 1.5× | **no** |");
    expect(text).toContain("NumPy (no module)");
  });
});
