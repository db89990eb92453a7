import { expect, test } from "vitest";
import { threeBits, threeStates } from "./problems/index.ts";
import type { Problem } from "./problems/problem-of.ts";
import { variantsOf } from "./variants.ts";

const countByKind = (problem: Problem): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { options } of variantsOf(problem)) {
    const { kind } = options as { kind: string };
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

// counted, so that a list that shrinks is seen: dozens of tests look at nothing but these variants

test("on discrete states, estimators are tried in so many variants", () => {
  expect(countByKind(threeStates())).toEqual({
    reinforce: 154,
    gpomdp: 9,
    "actor-critic": 143,
    "q-actor-critic": 15,
    "all-action": 7,
    "group-relative": 18,
    importance: 152,
    "v-trace": 59,
    ppo: 171,
  });
});

test("and on bits, those for bits too", () => {
  expect(countByKind(threeBits())).toEqual({
    reinforce: 151,
    gpomdp: 9,
    "actor-critic": 143,
    "q-actor-critic": 15,
    "all-action": 7,
    "group-relative": 18,
    importance: 152,
    "v-trace": 59,
    ppo: 171,
    arm: 1,
    disarm: 1,
    rebar: 2,
    relax: 2,
    "straight-through": 1,
    "straight-through-gumbel": 2,
    concrete: 2,
  });
});
