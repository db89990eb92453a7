import { z } from "zod";
import type { Random } from "../src/random.ts";
import { normal, stream } from "../src/random.ts";
import { finiteEnvironment, MAX_OUTCOMES } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

/** The first `count` places of a shuffle of 0 … n − 1 (Fisher & Yates), of which only what was moved is kept. */
const withoutReplacement = (n: number, count: number, random: Random): number[] => {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, i) => {
    const j = i + Math.floor(random.next() * (n - i));
    const taken = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return taken;
  });
};

/** Lengths of the pieces of [0, 1] between `count − 1` uniform cuts. */
const brokenStick = (count: number, random: Random): number[] => {
  const cuts = Array.from({ length: count - 1 }, () => random.next()).sort((a, b) => a - b);
  return Array.from({ length: count }, (_, i) => (cuts[i] ?? 1) - (cuts[i - 1] ?? 0));
};

/**
 * Garnet: a random Markov decision process that never ends. Each (s, a) has `branching` next states, drawn
 * without replacement, whose probabilities are the pieces of a stick broken at uniform points; its reward is
 * a standard normal draw and does not depend on the next state. The first state is uniform.
 *
 * Source: Archibald, McKinnon & Thomas (1995), J. Oper. Res. Soc. 46; in this form Bhatnagar et al. (2009),
 * Natural actor–critic algorithms, Univ. of Alberta TR09-10, §8 (average reward there, so any first state does).
 */
export const garnet = environmentKind({
  summary: "random sparse Markov decision process of a given size",
  options: z
    .strictObject({
      states: z.int().min(1).default(30).describe("Number of states."),
      actions: z.int().min(1).default(4).describe("Number of actions."),
      branching: z.int().min(1).default(2).describe("Number of next states of each state and action."),
      seed: z.int().min(0).default(0).describe("Which process; independent of the seed of the run."),
    })
    .refine(({ branching, states }) => branching <= states, {
      path: ["branching"],
      error: "expected at most the number of states",
    })
    .superRefine(({ states, actions, branching }, issues) => {
      if (states * actions * branching <= MAX_OUTCOMES) return;
      const [few, each] =
        actions * branching <= MAX_OUTCOMES ? ["states", actions * branching] : ["actions", branching];
      const most = Math.max(1, Math.floor(MAX_OUTCOMES / each));
      issues.addIssue({
        code: "custom",
        path: [few],
        message:
          `expected at most ${most}, so that states × actions × branching is at most ${MAX_OUTCOMES}; ` +
          `got ${few === "states" ? states : actions}`,
      });
    }),
  create({ states, actions, branching, seed }) {
    const random = stream("garnet", seed);
    return finiteEnvironment("garnet", {
      states,
      actions,
      initial: new Float64Array(states).fill(1 / states),
      outcomes() {
        const next = withoutReplacement(states, branching, random);
        const probabilities = brokenStick(branching, random);
        const reward = normal(random);
        return next.map((state, i) => [probabilities[i], state, reward, false]);
      },
    });
  },
});
