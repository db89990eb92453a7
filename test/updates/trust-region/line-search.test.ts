import { describe, expect, it } from "vitest";
import { acceptanceRules, lineSearch } from "../../../src/updates/trust-region/line-search.ts";

const { im, baselines, sb3, spinningup } = acceptanceRules;
const delta = 0.01;

describe("a step is accepted", () => {
  it.each([
    // gain, KL in units of δ, of an expected gain 1: im, baselines, sb3, spinningup
    [0.5, 0.9, [true, true, true, true]],
    [0.5, 1, [true, true, false, true]],
    [0.5, 1.2, [false, true, false, false]],
    [0.5, 1.5, [false, true, false, false]],
    [0.5, 1.51, [false, false, false, false]],
    [0.1, 0.5, [false, true, true, true]],
    [0.11, 0.5, [true, true, true, true]],
    [0, 0.5, [false, true, false, true]],
    [-1e-9, 0.5, [false, false, false, false]],
  ] as const)("with a gain of %d and a KL of %d δ: %j", (gain, kl, expected) => {
    const found = { gain, kl: kl * delta };
    expect([im, baselines, sb3, spinningup].map((rule) => rule.accepts(found, 1, delta))).toEqual(expected);
  });

  it("by im never where the linear model promises a loss", () => {
    expect(im.accepts({ gain: 0.5, kl: 0 }, -1, delta)).toBe(false);
  });
});

describe("a line search", () => {
  const search = (rule: typeof im | typeof baselines, gains: readonly number[], shrink = 0.5) => {
    const fractions: number[] = [];
    const accepted = lineSearch({ rule, shrink, tries: gains.length, delta }, 1, (fraction) => {
      fractions.push(fraction);
      return { gain: gains[fractions.length - 1], kl: 0 };
    });
    return { accepted, fractions };
  };

  it("takes the first fraction that is accepted", () => {
    expect(search(baselines, [-1, -1, 3, 9])).toEqual({ accepted: 0.25, fractions: [1, 0.5, 0.25] });
    expect(search(baselines, [-1, 3], 0.8)).toEqual({ accepted: 0.8, fractions: [1, 0.8] });
  });

  it("expects of a fraction that part of the gain", () => {
    expect(search(im, [0.09, 0.04, 0.026]).accepted).toBe(0.25);
  });

  it("gives 0 where all tries fail, and never takes what is not finite", () => {
    expect(search(baselines, [-1, -1])).toEqual({ accepted: 0, fractions: [1, 0.5] });
    expect(search(baselines, [Number.POSITIVE_INFINITY, Number.NaN, 0]).accepted).toBe(0.25);
    expect(
      lineSearch({ rule: baselines, shrink: 0.5, tries: 3, delta }, 1, () => ({ gain: 1, kl: Number.NaN })),
    ).toBe(0);
  });
});
