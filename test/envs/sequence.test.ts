import { describe, expect, it } from "vitest";
import { z } from "zod";
import { environments } from "../../envs/index.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { allPaths, discountedReturn } from "../problems/trajectories.ts";

/** What is said to each prompt, as text, and the reward it gets. */
const answers = (options: { vocabulary: string[]; maxLength: number; prompts: object[] }) => {
  const environment = environmentOf("sequence", options);
  const { vocabulary, maxLength } = options;
  const prefixes = environment.states / options.prompts.length;
  const problem = problemOf(environment, "random", { discount: 1, horizon: maxLength + 3 });
  const found = options.prompts.map(() => new Map<string, number>());
  for (const path of allPaths(problem)) {
    expect(path.terminated).toBe(true);
    expect(path.rewards.slice(0, -1).every((reward) => reward === 0)).toBe(true);
    const said = path.actions.map((token) => vocabulary[token]);
    found[Math.floor(path.states[0] / prefixes)].set(said.join(" "), discountedReturn(path, 1));
  }
  return found.map((each) => Object.fromEntries(each));
};

describe("sequence", () => {
  it("says every string of tokens once, each ended by the end token or at its greatest length", () => {
    const prompts = [{ rewards: { "": 1, b: 2, "a b": 3 }, default: -1 }];
    expect(answers({ vocabulary: ["a", "b", "end"], maxLength: 2, prompts })).toEqual([
      { end: 1, "a end": -1, "b end": 2, "a a": -1, "a b": 3, "b a": -1, "b b": -1 },
    ]);
    const [longer] = answers({ vocabulary: ["a", "b", "end"], maxLength: 4, prompts });
    expect(Object.keys(longer)).toHaveLength(1 + 2 + 4 + 8 + 16);
  });

  it("names the tokens of a number 0, 1, …, end, and each by its own prefix", () => {
    const prompts = [{ rewards: { 1: 5, "0 1": 7 } }, { targets: [0] }];
    const environment = environmentOf("sequence", { vocabulary: 3, maxLength: 3, prompts });
    expect([environment.states, environment.actions]).toEqual([2 * (1 + 2 + 4), 3]);
    const { next, reward, terminated } = environment.model!; // one outcome for each (s, a)
    const step = (state: number, token: number) => {
      const o = state * 3 + token;
      return [next[o], reward[o], terminated[o]];
    };
    expect(step(0, 1)).toEqual([2, 0, 0]); // 1
    expect(step(2, 2)).toEqual([2, 5, 1]); // 1 end
    expect(step(1, 1)).toEqual([4, 0, 0]); // 0 1
    expect(step(4, 2)).toEqual([4, 7, 1]); // 0 1 end
    expect(step(4, 0)).toEqual([4, 0, 1]); // 0 1 0, the greatest length
    expect(step(7, 0)).toEqual([8, 0, 0]); // the second prompt, and 0
    expect(step(8, 2)).toEqual([8, 1, 1]);
  });

  it("meets prompts as often as their weights say", () => {
    const environment = environmentOf("sequence", {
      vocabulary: 2,
      maxLength: 2,
      prompts: [{ weight: 3 }, {}],
    });
    expect([...environment.model!.initial]).toEqual([0.75, 0, 0.25, 0]);
  });

  it.each([
    ["none", { "a b end": 1, "a end": 0, "a a b": 0, "b b end": 0, end: 0 }],
    ["prefix", { "a b end": 1, "a end": 1 / 2, "a a b": 1 / 3, "a b b": 2 / 3, "b b end": 0, end: 0 }],
    ["positions", { "a b end": 1, "a end": 1 / 2, "a a b": 1 / 3, "a b b": 2 / 3, "b b end": 1 / 2, end: 0 }],
  ])("gives credit %s for a part of a target", (credit, expected) => {
    const options = { vocabulary: ["a", "b", "end"], maxLength: 3, prompts: [{ targets: ["a b"], credit }] };
    expect(answers(options)[0]).toMatchObject(expected);
  });

  it("takes the nearest of several targets, adds the default and the tokens, and lets the list come first", () => {
    const prompt = {
      targets: ["a b", "b"],
      credit: "prefix",
      default: -1,
      perToken: 0.25,
      rewards: { "b b": 9 },
    };
    const [found] = answers({ vocabulary: ["a", "b", "end"], maxLength: 2, prompts: [prompt] });
    expect(found).toEqual({
      end: -1,
      "a end": -1 + 2 * (1 / 2) + 0.25,
      "b end": 1 + 0.25,
      "a a": -1 + 2 * (1 / 2) + 0.5,
      "a b": 1 + 0.5,
      "b a": -1 + 2 * (1 / 2) + 0.5,
      "b b": 9 + 0.5,
    });
  });

  it("answers one prompt with one token as a bandit does", () => {
    const environment = environmentOf("sequence", {
      vocabulary: 2,
      maxLength: 1,
      prompts: [{ rewards: { 0: 1 } }],
    });
    const { point } = problemOf(environment, [0, Math.log(3)], { discount: 1, horizon: 1 });
    expect(point.solution!.value).toBeCloseTo(1 / 4, 14);
  });

  it.each([
    [
      "a token that is none",
      { prompts: [{ rewards: { "a c": 1 } }] },
      "prompts.0.rewards",
      '"a c": no token c; there are a, b',
    ],
    [
      "an end token written out",
      { prompts: [{}, { targets: ["a end"] }] },
      "prompts.1.targets",
      '"a end": leave the end token "end" out',
    ],
    [
      "a sequence that is too long",
      { prompts: [{ targets: ["a a a"] }] },
      "prompts.0.targets",
      '"a a a" has 3 tokens, more than maxLength, 2',
    ],
    [
      "a sequence twice",
      { prompts: [{ rewards: { "a b": 1, "a  b": 2 } }] },
      "prompts.0.rewards",
      '"a  b" is listed twice',
    ],
    ["a token twice", { vocabulary: ["a", "a", "end"] }, "vocabulary", "a is named twice"],
    [
      "credit for nothing",
      { prompts: [{ credit: "prefix" }] },
      "prompts.0.credit",
      "expected targets beside it, to give credit for",
    ],
    [
      "too many states",
      { maxLength: 30 },
      "maxLength",
      "expected at most 16, for at most 100000 states (prompts × prefixes) and 4000000 outcomes (states × tokens); got 30",
    ],
    ["a token with a space", { vocabulary: ["a b", "end"] }, "vocabulary.0", "expected no spaces"],
  ])("refuses %s", (_, change, path, message) => {
    const { options } = environments.sequence;
    const { error } = options.safeParse({
      vocabulary: ["a", "b", "end"],
      maxLength: 2,
      prompts: [{}],
      ...change,
    });
    const found = error!.issues.map((issue) => [issue.path.join("."), issue.message]);
    expect(found, z.prettifyError(error!)).toEqual([[path, message]]);
  });
});
