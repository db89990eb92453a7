import type { Group } from "./groups.ts";
import { type Answer, addScore, type LanguageProblem } from "./problem.ts";

/** What a token's log-ratio d = log π − log r to the reference r is made of, as estimates of a divergence. */
export const ESTIMATES = {
  k1: (d: number) => d,
  k2: (d: number) => (d * d) / 2,
  k3: (d: number) => Math.exp(-d) - 1 + d,
  abs: (d: number) => Math.abs(d),
} as const;

export type EstimateName = keyof typeof ESTIMATES;

/** An estimate of the whole answer: the sum over its tokens. */
export const estimateOf = ({ logRatios }: Answer, name: EstimateName): number =>
  logRatios.reduce((sum, d) => sum + ESTIMATES[name](d), 0);

/**
 * Terms of a loss that are minimized, by the weight of every token's score in their gradient; k1 alone weights all of them by 1,
 * whatever the reference is, and so is none of these.
 * Source: Tang & Munos (2025), "On a few pitfalls in KL divergence gradient estimation for RL".
 */
const WEIGHTS = {
  /** d²/2; k1 and k3 times the ratio of the token have this gradient too, where the ratio is 1, but for the noise of k1. */
  k2: ({ logRatios }: Answer) => logRatios,
  k3: ({ logRatios }: Answer) => logRatios.map((d) => 1 - Math.exp(-d)),
  abs: ({ logRatios }: Answer) => logRatios.map(Math.sign),
  /** Times the mean ratio of the answer, which has a gradient too. */
  "k3 × ratio of the answer": (answer: Answer) => {
    const mean = estimateOf(answer, "k3") / answer.logRatios.length;
    return answer.logRatios.map((d) => 1 - Math.exp(-d) + mean);
  },
  /** k1 as a reward of every token, added up to the end. */
  "k1 to go": ({ logRatios }: Answer) =>
    logRatios.map((_, t) => logRatios.slice(t).reduce((sum, d) => sum + d, 0)),
} as const;

/** The same by the divergence of whole distributions, at the states of an answer. # [actions] */
const DISTRIBUTIONS = {
  /** ∇KL(π‖r) at a state: π (log π − log r − KL). */
  full: (p: Float64Array, r: Float64Array) => {
    const logs = p.map((each, a) => Math.log(each / r[a]));
    const divergence = p.reduce((sum, each, a) => sum + each * logs[a], 0);
    return p.map((each, a) => each * (logs[a] - divergence));
  },
  /** ∇KL(r‖π): π − r. */
  "full forward": (p: Float64Array, r: Float64Array) => p.map((each, a) => each - r[a]),
} as const;

export type TermName = keyof typeof WEIGHTS | keyof typeof DISTRIBUTIONS;

export const TERMS = [...Object.keys(WEIGHTS), ...Object.keys(DISTRIBUTIONS)] as TermName[];

/** What the terms of tokens are divided by. */
export type Aggregate = "sum" | "sequence-mean" | "token-mean" | "padded-mean" | "longest-mean" | "total";

/** How often every token of an answer counts. */
const factorOf = (aggregate: Aggregate, { answers }: Group, length: number, maxLength: number): number => {
  const lengths = answers.map(({ tokens }) => tokens.length);
  switch (aggregate) {
    case "sum":
      return 1 / lengths.length;
    case "sequence-mean":
      return 1 / lengths.length / length;
    case "token-mean":
      return 1 / lengths.reduce((a, b) => a + b);
    case "padded-mean":
      return 1 / lengths.length / Math.max(...lengths);
    case "longest-mean":
      return 1 / lengths.length / maxLength;
    case "total":
      return 1;
  }
};

/** Minus the gradient of a term of the loss, for one group. # [states, actions] */
export const descentOf = (
  problem: LanguageProblem,
  group: Group,
  term: TermName,
  aggregate: Aggregate,
): Float64Array => {
  const { probabilities, references, actions, maxLength } = problem;
  const sum = new Float64Array(probabilities.length);
  for (const answer of group.answers) {
    const factor = factorOf(aggregate, group, answer.tokens.length, maxLength);
    const weights = term in WEIGHTS ? WEIGHTS[term as keyof typeof WEIGHTS](answer) : undefined;
    for (const [t, state] of answer.states.entries()) {
      if (weights) {
        addScore(sum, probabilities, actions, state, answer.tokens[t], -factor * weights[t]);
        continue;
      }
      const row = (of: Float64Array) => of.subarray(state * actions, (state + 1) * actions);
      const slope = DISTRIBUTIONS[term as keyof typeof DISTRIBUTIONS](row(probabilities), row(references));
      for (let a = 0; a < actions; a++) sum[state * actions + a] -= factor * slope[a];
    }
  }
  return sum;
};
