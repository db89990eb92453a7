import { z } from "zod";
import { finiteEnvironment, MAX_OUTCOMES } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";
import { promptOptions, rewardOf } from "./sequence-prompt.ts";

const MAX_STATES = 100_000;
const MAX_TOKENS = 1000; // of a sequence

const vocabulary = z
  .union(
    [z.int().min(2), z.array(z.union([z.int(), z.string().regex(/^\S+$/, "expected no spaces")])).min(2)],
    {
      error: "expected a number of tokens or a list of names, 2 or more",
    },
  )
  .describe(
    "Number of tokens (then named 0, 1, …, and end), or their names; the last one ends the sequence.",
  );

const tokensOf = (given: z.output<typeof vocabulary>): string[] =>
  typeof given === "number"
    ? Array.from({ length: given }, (_, i) => (i === given - 1 ? "end" : `${i}`))
    : given.map(String);

/** Number of prefixes that still grow: Σ_{l < maxLength} words^l. */
const countPrefixes = (words: number, maxLength: number): number => {
  let count = 0;
  let ofLength = 1;
  for (let length = 0; length < maxLength && count <= MAX_STATES; length++, ofLength *= words)
    count += ofLength;
  return count;
};

/**
 * A language small enough to write down. The first state is a prompt; every action appends a token; the end
 * token, or the last of `maxLength` tokens, ends the trajectory, and the whole sequence is rewarded then. The
 * sequences are so all strings of 0 … maxLength tokens; a trajectory has one step for each token and one for
 * the end token, where there is one.
 *
 * Action = token, the last one being the end. State = prompt · prefixes + prefix; with w = words of the
 * vocabulary, the prefixes are counted as the nodes of a w-ary heap: 0 is empty, and word v after prefix p is
 * w · p + 1 + v. An objective that looks at whole sequences has horizon = maxLength.
 */
export const sequence = environmentKind({
  summary: "tiny language: tokens after a prompt, rewarded as a whole sequence",
  options: z
    .strictObject({
      vocabulary,
      maxLength: z
        .int()
        .min(1)
        .max(1000)
        .describe("Tokens after which a sequence is over, the end token included."),
      prompts: z.array(promptOptions).min(1).describe("Prompts, and how their answers are rewarded."),
    })
    .superRefine(({ vocabulary, maxLength, prompts }, issues) => {
      const complain = (path: (string | number)[], message: string) =>
        issues.addIssue({ code: "custom", path, message });
      const most = Math.floor(MAX_OUTCOMES / prompts.length);
      if (typeof vocabulary === "number" && vocabulary > most)
        return complain(["vocabulary"], `expected at most ${most} tokens; got ${vocabulary}`);
      const tokens = tokensOf(vocabulary);
      const twice = tokens.find((token, i) => tokens.indexOf(token) < i);
      if (twice !== undefined) complain(["vocabulary"], `${twice} is named twice`);
      const fits = (length: number) => {
        const states = prompts.length * countPrefixes(tokens.length - 1, length);
        return states <= MAX_STATES && states * tokens.length <= MAX_OUTCOMES;
      };
      if (maxLength <= MAX_TOKENS && !fits(maxLength)) {
        let longest = 1; // has one state for each prompt
        while (longest < maxLength && fits(longest + 1)) longest++;
        const rule = `${MAX_STATES} states (prompts × prefixes) and ${MAX_OUTCOMES} outcomes (states × tokens)`;
        complain(["maxLength"], `expected at most ${longest}, for at most ${rule}; got ${maxLength}`);
      }
      for (const [q, prompt] of prompts.entries()) {
        if (prompt.credit !== undefined && prompt.targets.length === 0)
          complain(["prompts", q, "credit"], "expected targets beside it, to give credit for");
        for (const part of ["rewards", "targets"] as const) {
          try {
            rewardOf({ ...prompt, rewards: {}, targets: [], [part]: prompt[part] }, tokens, maxLength);
          } catch (error) {
            complain(["prompts", q, part], (error as RangeError).message);
          }
        }
      }
    }),
  create({ vocabulary, maxLength, prompts }) {
    const tokens = tokensOf(vocabulary);
    const words = tokens.length - 1;
    const prefixes = countPrefixes(words, maxLength);
    const rewards = prompts.map((prompt) => rewardOf(prompt, tokens, maxLength));
    const total = prompts.reduce((sum, { weight }) => sum + weight, 0);
    const read = (prefix: number): number[] =>
      prefix === 0 ? [] : [...read(Math.floor((prefix - 1) / words)), (prefix - 1) % words];
    const initial = new Float64Array(prompts.length * prefixes);
    for (const [q, { weight }] of prompts.entries()) initial[q * prefixes] = weight / total;
    return finiteEnvironment("sequence", {
      states: initial.length,
      actions: tokens.length,
      initial,
      outcomes(state, token) {
        const prefix = state % prefixes;
        const next = words * prefix + 1 + token;
        const ends = token === words;
        if (!ends && next < prefixes) return [[1, state - prefix + next, 0, false]];
        const given = ends ? read(prefix) : [...read(prefix), token];
        return [[1, state, rewards[Math.floor(state / prefixes)](given), true]];
      },
    });
  },
});
