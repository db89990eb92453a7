import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { audit } from "../../src/audit/audit.ts";
import { catalogue, catalogueEntry, type Options } from "../../src/audit/catalogue.ts";
import { isGradient, nameLines, numberLines } from "../../src/audit/conclusions.ts";
import { exactNumbersOf } from "../../src/audit/exact-numbers.ts";
import { compareOn, likenessOf, type Name } from "../../src/audit/names.ts";
import { estimateOf, type Numbers, numbersOf, weigh } from "../../src/audit/numbers.ts";
import { shortProblem } from "../../src/audit/short-problem.ts";
import {
  actorCritic,
  advantages,
  entropySlope,
  exam,
  grouped,
  scaled,
  standard,
  toGo,
  type Weigh,
  weighting,
} from "./planted.ts";

const nameOf = (subject: Weigh) => audit(weighting(subject), exam).name as Name;

describe("code is named", () => {
  it.each<[string, Weigh, object, number]>([
    [
      "REINFORCE",
      (batch) => scaled(batch, toGo(batch), { discounted: true }),
      {
        kind: "reinforce",
        return: "to-go",
        baseline: { kind: "none" },
        stateWeight: "discounted",
        average: "trajectories",
      },
      0.8,
    ],
    [
      "A2C",
      actorCritic({ average: "steps" }),
      { kind: "actor-critic", advantage: "gae", lambda: 0.95, stateWeight: "none", average: "steps" },
      0.8,
    ],
    [
      "normalized advantages, with λ that is in no list",
      (batch) => scaled(batch, standard(advantages(batch, { lambda: 0.37 })), { average: "steps" }),
      { kind: "actor-critic", lambda: 0.37, normalize: "batch", deviation: "sample", average: "steps" },
      0.8,
    ],
    [
      "GRPO",
      grouped({ deviation: true, piece: 8 }),
      {
        kind: "group-relative",
        center: "group-mean",
        scale: "group-std",
        deviation: "sample",
        aggregate: "batch-token-mean",
      },
      1,
    ],
    [
      "RLOO",
      grouped({ leaveOneOut: true }),
      { kind: "group-relative", center: "group-leave-one-out", aggregate: "sum" },
      1,
    ],
  ])("%s: equal, batch by batch", (_, code, options, discount) => {
    const { kind, difference, entry } = nameOf(code);
    expect(kind).toBe("equal");
    expect(difference).toBeLessThan(1e-14);
    expect(entry.options).toMatchObject(options);
    expect(entry.discount).toBe(discount);
  });

  it("parallel, with the factor: the sign, and the divisor of a sum", () => {
    const sum = nameOf((batch, seed) => actorCritic({})(batch, seed).map((w) => -8 * w));
    expect(sum).toMatchObject({
      kind: "parallel",
      entry: { options: { kind: "actor-critic", lambda: 0.95 } },
    });
    expect(sum.factor).toBeCloseTo(-8, 9);
    expect(nameLines(sum, 0.8)[0]).toMatch(/^parallel to ours in every batch \(\de-1\d\), times -8:$/);
  });

  it("as near only, where it is none: a hint, and no more", () => {
    const unmasked = nameOf(actorCritic({ mask: "none" }));
    expect(unmasked.kind).toBe("near");
    expect(unmasked.likeness).toBeGreaterThan(0.5);
    expect(unmasked.likeness).toBeLessThan(0.99);
    expect(nameLines(unmasked, 0.8)[0]).toContain("as a hint only");
  });

  it("but never cleared of a term that is no weighting of scores", () => {
    const right = weighting((batch) => scaled(batch, toGo(batch), { discounted: true }));
    const made = audit(
      {
        ...right,
        ask: (batch, theta, seed) => {
          const bonus = entropySlope(theta);
          return right.ask(batch, theta, seed).map((each, j) => each + 0.02 * bonus[j]);
        },
      },
      exam,
    );
    expect(made.verdict).toBe("faults");
  });

  it("of estimators that are equally like it, the nearest is the one that differs least", () => {
    const { kind, likeness, entry } = nameOf(grouped({ deviation: true, epsilon: 1e-4, piece: 1 }));
    expect(kind).toBe("near");
    expect(likeness).toBeGreaterThan(1 - 1e-6);
    expect(entry.options).toMatchObject({
      center: "group-mean",
      scale: "group-std",
      deviation: "sample",
      aggregate: "sequence-mean",
    });
  });

  it("as an estimator that is asked for, and as no other", () => {
    const comparison = compareOn(weighting(actorCritic({ average: "steps" })), exam);
    const critic = { kind: "fixed", values: [0] };
    const options = {
      kind: "actor-critic",
      advantage: "gae",
      lambda: 0.95,
      critic,
      stateWeight: "none",
      average: "steps",
    };
    expect(likenessOf(catalogueEntry(exam, options, 0.8, false), comparison).kind).toBe("equal");
    expect(likenessOf(catalogueEntry(exam, options, 0.8, true), comparison).kind).toBe("near");
    expect(
      likenessOf(catalogueEntry(exam, { ...options, lambda: 0.9501 }, 0.8, false), comparison).kind,
    ).toBe("near");
  });
});

it("the catalogue has no estimator twice by its options, and as many as the page says", () => {
  const all = catalogue(exam, [0.9], false);
  expect(
    new Set(all.map(({ options, discount, end }) => JSON.stringify([options, discount, end]))).size,
  ).toBe(all.length);
  const page = readFileSync("docs/auditing-a-gradient.md", "utf8");
  expect(/about (\d+) estimators of ours/.exec(page)?.[1]).toBe(String(Math.round(all.length / 100) * 100));
});

describe("numbers", () => {
  const problem = shortProblem(0.8);
  const of = (code: Weigh) => numbersOf(problem, 2000, (batch, r) => weigh(problem, batch, code(batch, r)));

  it("see no bias where there is none, and that of a dropped γᵗ", () => {
    const right = of((batch) => scaled(batch, toGo(batch), { discounted: true }));
    expect(right?.turnedBy.low).toBe(0);
    expect(right?.scaledBy.low).toBeLessThan(1);
    expect(right?.scaledBy.high).toBeGreaterThan(1);
    const dropped = of((batch) => toGo(batch));
    expect(dropped?.turnedBy.low).toBeGreaterThan(3);
  });

  it("see the sign", () => {
    const wrong = of((batch) => scaled(batch, toGo(batch), { discounted: true }).map((w) => -w));
    expect(wrong?.turnedBy.high).toBe(180);
    expect(wrong?.scaledBy.high).toBeLessThan(-0.9);
  });

  it("are paired with estimators of ours on the same batches, which takes most of the noise away", () => {
    const entryOf = (options: object) => catalogueEntry(exam, options as Options, 0.8, true);
    const right = entryOf({ kind: "reinforce", return: "to-go", stateWeight: "discounted" });
    const dropped = entryOf({ kind: "reinforce", return: "to-go", stateWeight: "none" });
    const made = numbersOf(problem, 500, (batch) => estimateOf(problem, dropped, batch), {
      right,
      nearest: dropped,
    });
    const exact = exactNumbersOf(dropped)?.bias.estimate ?? Number.NaN;
    const { bias, paired } = made as Numbers;
    for (const each of [bias, paired?.right?.bias]) {
      expect(each?.low).toBeLessThan(exact);
      expect(each?.high).toBeGreaterThan(exact);
    }
    const width = ({ low, high } = { low: 0, high: 0 }) => high - low;
    expect(width(paired?.right?.bias)).toBeLessThan(0.6 * width(bias));
    expect(paired?.right?.z).toBeGreaterThan(2 * (made?.z ?? 0));
    expect(paired?.nearest).toMatchObject({ bias: { estimate: 0, low: 0, high: 0 }, z: 0 });
    const lines = numberLines(made, undefined, 0.8, problem.horizon);
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(/^on the same batches as one that is right: 0\.\d/),
    ]);
  });

  it("are told with what would be right", () => {
    const name = nameOf(actorCritic({ average: "steps" }));
    expect(isGradient(name, 0.8)).toBe(false);
    const lines = numberLines(of(actorCritic({ average: "steps" })), name, 0.8, problem.horizon);
    expect(lines[0]).toMatch(
      /^not the gradient of J \(γ = 0.8, T = 5, a problem of 12 states\): turned by \d/,
    );
    expect(lines[2]).toBe(
      "without bias it would be with stateWeight: discounted, average: trajectories, nothing after the horizon",
    );
    const right = nameOf((batch) => scaled(batch, toGo(batch), { discounted: true }));
    expect(isGradient(right, 0.8)).toBe(true);
    expect(numberLines(undefined, right, 0.8, 5)).toEqual(["an unbiased estimate of ∇J"]);
  });
});
