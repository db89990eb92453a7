import { z } from "zod";

const sequence = z
  .union([z.string(), z.int().min(0)])
  .describe("Tokens with spaces between them, the end token left out.");

/** One prompt of `sequence`: the reward of every sequence that can answer it. */
export const promptOptions = z.strictObject({
  weight: z.number().positive().default(1).describe("How often it is met, relative to the others."),
  rewards: z
    .record(z.string(), z.number())
    .default({})
    .describe(
      'Rewards of single sequences, { "a b": 1 }: tokens with spaces between them, the end token left out ("" is the empty sequence).',
    ),
  targets: z
    .array(sequence)
    .default([])
    .describe("Right answers: sequences that get reward 1, and others a part of it according to `credit`."),
  credit: z
    .enum(["none", "prefix", "positions"])
    .optional()
    .describe(
      "What a wrong answer gets of the reward of a target: nothing (the default), the share of tokens before the first wrong one, or the share of right tokens at their place.",
    ),
  default: z.number().default(0).describe("Reward of a sequence that is not listed and has no credit."),
  perToken: z
    .number()
    .default(0)
    .describe("Added to the reward for each token of a sequence, the end token left out."),
});

export type Prompt = z.output<typeof promptOptions>;

/** A written sequence as a list of tokens. @throws RangeError if it cannot be a sequence */
const readSequence = (text: string, tokens: readonly string[], maxLength: number): number[] => {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const end = tokens.length - 1;
  const read = words.map((word) => {
    const token = tokens.indexOf(word);
    if (token === end) throw new RangeError(`"${text}": leave the end token "${word}" out`);
    if (token < 0)
      throw new RangeError(`"${text}": no token ${word}; there are ${tokens.slice(0, end).join(", ")}`);
    return token;
  });
  if (read.length > maxLength)
    throw new RangeError(`"${text}" has ${read.length} tokens, more than maxLength, ${maxLength}`);
  return read;
};

/** Share of the longer one's tokens in which two sequences agree. */
const agreement = (credit: Prompt["credit"], given: readonly number[], target: readonly number[]): number => {
  const longer = Math.max(given.length, target.length);
  const same = (token: number, i: number) => token === target[i];
  if (given.length === target.length && given.every(same)) return 1;
  if (credit === "positions") return given.filter(same).length / longer;
  if (credit !== "prefix") return 0;
  const wrong = given.findIndex((token, i) => !same(token, i));
  return (wrong < 0 ? given.length : wrong) / longer; // a beginning of the target, or one that goes on after it
};

/**
 * The reward of every sequence at one prompt: the listed one, or else d + (1 − d) c with d the default and
 * c the largest credit of a target; plus `perToken` for each token.
 *
 * @throws RangeError naming the sequence that cannot be one of this vocabulary, or is listed twice; `at` says where
 */
export const rewardOf = (prompt: Prompt, tokens: readonly string[], maxLength: number) => {
  const listed = new Map<string, number>();
  for (const [text, reward] of Object.entries(prompt.rewards)) {
    const key = readSequence(text, tokens, maxLength).join(" ");
    if (listed.has(key)) throw new RangeError(`"${text}" is listed twice`);
    listed.set(key, reward);
  }
  const targets = prompt.targets.map((text) => readSequence(`${text}`, tokens, maxLength));
  return (given: readonly number[]): number => {
    const credit = Math.max(0, ...targets.map((target) => agreement(prompt.credit, given, target)));
    const rule = prompt.default + (1 - prompt.default) * credit;
    return (listed.get(given.join(" ")) ?? rule) + prompt.perToken * given.length;
  };
};
