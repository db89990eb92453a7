import type { Query } from "../store/snapshot.ts";
import { softmaxProblem } from "./softmax-problem.ts";

/** The states of a `sequence` environment whose θ is one number per prefix and token: state = prompt · prefixes + prefix. */
export interface Sequences {
  readonly prompts: number;
  /** Of one prompt. */
  readonly prefixes: number;
  readonly tokens: number;
  /** First and last prefix at which each token of an answer is chosen; those of one length stand together. */
  readonly positions: readonly (readonly [first: number, last: number])[];
}

/** Those of a study, if it has such an environment and policy. */
export const sequencesOf = (query: Query, study: string): Sequences | undefined => {
  const problem = softmaxProblem(query, study);
  if (problem?.environment.kind !== "sequence") return undefined;
  const { vocabulary, maxLength, prompts } = problem.environment as {
    readonly vocabulary: number | readonly unknown[];
    readonly maxLength: number;
    readonly prompts: readonly unknown[];
  };
  const tokens = typeof vocabulary === "number" ? vocabulary : vocabulary.length;
  const words = tokens - 1; // the last token ends the sequence
  const positions: [number, number][] = [];
  for (let i = 0, first = 0, last = 0; i < maxLength; i++) {
    positions.push([first, last]);
    [first, last] = [words * first + 1, words * last + words];
  }
  const prefixes = positions[positions.length - 1][1] + 1;
  return prompts.length * prefixes * tokens === problem.parameters
    ? { prompts: prompts.length, prefixes, tokens, positions }
    : undefined;
};
