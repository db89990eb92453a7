import { describe, expect, it } from "vitest";
import { cumulative } from "../../envs/contract/distribution.ts";
import type { Outcome } from "../../envs/contract/environment.ts";
import { finiteEnvironment, type Transition } from "../../envs/finite-environment.ts";
import type { Random } from "../../src/random.ts";

/** A stream that is written down; drawing more than that is an error. */
const scripted = (...draws: number[]): Random & { left: number[] } => ({
  left: draws,
  next() {
    if (draws.length === 0) throw new Error("drew once too often");
    return draws.shift()!;
  },
});

const build = (row: readonly Transition[], initial: number[] = [1, 0]) =>
  finiteEnvironment("toy", { states: 2, actions: 1, initial, outcomes: () => row });

const coin: Transition[] = [
  [0.25, 0, 1, false],
  [0.75, 1, 2, true],
];

describe("finiteEnvironment", () => {
  it("draws nothing for what is certain", () => {
    const environment = build([[1, 1, 0.5, true]]);
    const outcome: Outcome = { reward: 0, terminated: false };
    expect(environment.reset(scripted())).toBe(0);
    expect(environment.step(0, 0, scripted(), outcome)).toBe(1);
    expect(outcome).toEqual({ reward: 0.5, terminated: true });
  });

  it("draws one uniform otherwise and takes the first outcome whose cumulative probability exceeds it", () => {
    const environment = build(coin, [0.5, 0.5]);
    const outcome: Outcome = { reward: 0, terminated: true };
    expect(environment.reset(scripted(0.4999))).toBe(0);
    expect(environment.reset(scripted(0.5))).toBe(1);
    expect(environment.step(0, 0, scripted(0.2499), outcome)).toBe(0);
    expect(outcome).toEqual({ reward: 1, terminated: false });
    const random = scripted(0.25, 0.9);
    expect(environment.step(0, 0, random, outcome)).toBe(1);
    expect(outcome).toEqual({ reward: 2, terminated: true });
    expect(random.left).toEqual([0.9]);
  });

  it("lets the last possible outcome absorb rounding", () => {
    const tenths = Array.from({ length: 10 }, (_, k): Transition => [0.1, k % 2, k, false]); // sums to 1 − 2⁻⁵³
    const almost = 1 - 2 ** -53;
    const outcome: Outcome = { reward: 0, terminated: false };
    build(tenths).step(0, 0, scripted(almost), outcome);
    expect(outcome.reward).toBe(9);
    const thirds = finiteEnvironment("toy", {
      states: 4,
      actions: 1,
      initial: [0.3, 0.3, 0.4 - 1e-10, 0],
      outcomes: () => [[1, 0, 0, true]],
    });
    expect(thirds.reset(scripted(almost))).toBe(2);
    expect([...thirds.thresholds!.initial]).toEqual([0.3, 0.6, 1, 1]);
    expect(thirds.thresholds).toEqual(cumulative(thirds.model!));
  });

  it("drops outcomes of probability zero and keeps equal ones apart", () => {
    const { model } = build([
      [0.5, 0, 0, false],
      [0, 1, 9, true],
      [0.5, 0, 0, false],
    ]);
    expect([...model!.start]).toEqual([0, 2, 4]);
    expect([...model!.probability]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("refuses what is not a model, naming state, action and the sum", () => {
    const [heads, tails] = coin;
    const short: Transition = [0.65, 0, 0, false];
    expect(() => build([heads, short])).toThrow(
      new RangeError("toy: probabilities of (state 0, action 0) sum to 0.9, expected 1"),
    );
    expect(() => build([])).toThrow("sum to 0, expected 1");
    expect(() =>
      build([
        [1.5, 0, 0, false],
        [-0.5, 1, 0, false],
      ]),
    ).toThrow("include 1.5, expected 0 to 1");
    expect(() => build([[Number.NaN, 0, 0, false]])).toThrow("include NaN");
    expect(() => build([heads, [0.75, 2, 0, false]])).toThrow(
      "(state 0, action 0) leads to 2, expected a state 0 to 1",
    );
    expect(() => build([heads, [0.75, 1, Infinity, false]])).toThrow("has reward Infinity");
    expect(() => build([heads, tails], [0.5, 0.4])).toThrow("probabilities of the first state sum to 0.9");
    expect(() => build([heads, tails], [1])).toThrow("1 initial probabilities for 2 states");
    expect(() => build([heads, [0.75 + 1e-10, 1, 0, false]])).not.toThrow();
  });
});
