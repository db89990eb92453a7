import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environments } from "../../envs/index.ts";
import { policies } from "../../src/policies/index.ts";

const page = readFileSync("docs/layouts.md", "utf8");

/** Rows of a table by the first cell, which is in backticks. */
const rowsOf = (section: string): Map<string, string> =>
  new Map([...section.matchAll(/^\| `([\w-]+)` (.*)$/gm)].map(([, name, rest]) => [name, rest]));

const [, ofPolicies, ofEnvironments] = page.split(/^## /m);

// biome-ignore lint/suspicious/noExplicitAny: any kind of a table
type AnyKind = any;
const make = (table: Readonly<Record<string, AnyKind>>, kind: string, options: object, ...more: AnyKind[]) =>
  table[kind].create(table[kind].options.parse(options), ...more);

/** What each example of the page names. */
const examples: Readonly<Record<string, { on: [string, object]; options?: object; horizon?: number }>> = {
  softmax: { on: ["frozen-lake", {}] },
  bernoulli: { on: ["contextual-bernoulli", { contexts: [{ features: [1, 2], reward: [0, 1] }] }] },
  "bernoulli-product": { on: ["bernoulli-quadratic", { targets: [0.1, 0.2, 0.3] }] },
  "linear-gaussian": { on: ["pendulum", {}], options: { deviation: "learned", bias: true } },
  "time-gaussian": { on: ["pendulum", {}], options: { deviation: "learned" }, horizon: 7 },
  "linear-softmax": { on: ["cart-pole", {}] },
  perceptron: { on: ["cart-pole", {}], options: { widths: [8] } },
};

describe("docs/layouts.md", () => {
  it("has θ of every policy, and no other", () => {
    expect([...rowsOf(ofPolicies).keys()].sort()).toEqual(Object.keys(policies).sort());
  });

  it.each(Object.entries(examples))(
    "has the length of θ of %s",
    (kind, { on, options = {}, horizon = 1 }) => {
      const policy = make(policies, kind, options, make(environments, ...on), { horizon });
      expect(rowsOf(ofPolicies).get(kind)).toMatch(new RegExp(`: ${policy.parameters} \\|$`));
    },
  );

  it("has every environment", () => {
    expect([...rowsOf(ofEnvironments).keys()].sort()).toEqual(Object.keys(environments).sort());
  });

  it("says where in θ the logit of a state and an action is", () => {
    const policy = make(policies, "softmax", {}, make(environments, "frozen-lake", {}), { horizon: 1 });
    const theta = new Float64Array(64);
    theta[5 * 4 + 2] = 1;
    const out = new Float64Array(64);
    policy.probabilities(theta, out);
    expect(out.findIndex((p) => p > 0.25)).toBe(5 * 4 + 2);
  });

  it("numbers the prefixes of a sequence as the environment does", () => {
    const { states, model } = make(environments, "sequence", {
      vocabulary: 3,
      maxLength: 3,
      prompts: [{}, {}],
    });
    expect(states).toBe(2 * 7);
    const nextOf = (state: number, token: number): number => model.next[model.start[state * 3 + token]];
    const listed = [...page.matchAll(/"([01](?: [01])?)" (\d)/g)];
    expect(listed).toHaveLength(6);
    for (const [, words, prefix] of listed)
      for (const first of [0, 7])
        expect(words.split(" ").map(Number).reduce(nextOf, first)).toBe(first + Number(prefix));
  });

  it("has the cliff between its start and its goal", () => {
    const { model } = make(environments, "cliff-walking", {});
    const fallen = [37, 46].map((cell) => model.reward[model.start[(cell - 12) * 4 + 2]]);
    expect([model.initial[36], ...fallen]).toEqual([1, -100, -100]);
    expect(model.next[model.start[35 * 4 + 2]]).toBe(47);
  });
});
