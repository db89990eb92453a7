import { eachMultiset, eachSequence } from "../../moments/multisets.ts";
import type { AuditBatch } from "../batch.ts";
import { type Answer, GROUP, type LanguageProblem } from "./problem.ts";

/** Answers that were drawn together to one prompt: a batch. */
export interface Group {
  readonly prompt: number;
  readonly answers: readonly Answer[];
  /** Of it among all groups to all prompts. */
  readonly probability: number;
}

/** All groups that can be drawn. @param ordered whether their order matters */
export const groupsOf = ({ prompts }: LanguageProblem, ordered: boolean): Group[] =>
  prompts.flatMap(({ probability, answers }, prompt) => {
    const groups: Group[] = [];
    const items = answers.map((answer) => ({ item: answer, probability: answer.probability }));
    (ordered ? eachSequence : eachMultiset)(items, GROUP, (drawn, part) =>
      groups.push({ prompt, answers: [...drawn], probability: probability * part }),
    );
    return groups;
  });

/** A group as a batch of trajectories, with other rewards. */
export const batchOf = (
  { answers }: Group,
  { paddingState }: LanguageProblem,
  rewardOf: (answer: Answer) => number,
): AuditBatch => {
  const lengths = answers.map(({ tokens }) => tokens.length);
  const steps = lengths.reduce((a, b) => a + b);
  const nothing = new Float64Array(0);
  return {
    ...{ trajectories: answers.length, steps, groupSize: answers.length },
    offsets: Int32Array.from([0, ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b))]),
    states: Int32Array.from(answers.flatMap(({ states }) => [...states])),
    actions: Int32Array.from(answers.flatMap(({ tokens }) => [...tokens])),
    rewards: Float64Array.from(
      answers.flatMap((answer) =>
        Array.from(answer.tokens, (_, t) => (t === answer.tokens.length - 1 ? rewardOf(answer) : 0)),
      ),
    ),
    terminated: Uint8Array.from(answers, ({ ended }) => (ended ? 1 : 0)),
    lastStates: new Int32Array(answers.length).fill(paddingState),
    values: new Float64Array(steps),
    lastValues: new Float64Array(answers.length),
    ...{ observations: nothing, lastObservations: nothing },
  };
};

/** Asks about a group. @param logits of the reference */
export type Ask = (
  group: Group,
  rewardOf: (answer: Answer) => number,
  reference: Float64Array,
) => { readonly gradient: Float64Array; readonly loss: number };

export const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((each, j) => each - b[j]);
