import type { Exam } from "./exam.ts";
import { type Answers, interview } from "./interview.ts";
import { minibatchesOf } from "./minibatches.ts";
import { type Misdirection, misdirectionOf } from "./misdirection.ts";
import { type Normalization, normalizationOf, normalizationOfMinibatches } from "./normalization.ts";
import { type RewardFree, rewardFreeOf } from "./reward-free.ts";
import { type Structure, structureOf } from "./structure.ts";
import type { Subject } from "./subject.ts";

/** What was read of the code, before it is said in words. */
export interface Reading {
  readonly answers: Answers;
  readonly rewardFree: RewardFree | undefined;
  readonly normalization: Normalization | undefined;
  readonly misdirection: Misdirection | undefined;
  /** Undefined where weights come about in no way that is known. */
  readonly structure: Structure | undefined;
}

/** Seeds that code is asked with which draws minibatches, until they show how rewards enter. */
const TRIES = 3;

/** Asks the code and reads its answers. */
export const read = (subject: Subject, exam: Exam): Reading => {
  let reading = readOnce(subject, exam);
  for (let more = 1; more < TRIES; more++) {
    if (reading.structure || !reading.answers.draws) break;
    const { answers, restart } = subject;
    const ask: Subject["ask"] = (batch, theta, seed) => subject.ask(batch, theta, seed + more);
    reading = readOnce({ answers, restart, ask }, exam);
  }
  return reading;
};

const readOnce = (subject: Subject, exam: Exam): Reading => {
  const answers = interview(subject, exam);
  const normalization = answers.degree === "normalized" ? normalized(exam, answers) : undefined;
  const readable = answers.repeats !== "unseeded" && answers.degree !== "none" && answers.degree !== "other";
  const misdirection = misdirectionOf(exam, answers);
  return {
    ...{ answers, normalization, misdirection },
    rewardFree: rewardFreeOf(exam, answers),
    structure: readable && !misdirection ? structureOf(exam, answers, normalization) : undefined,
  };
};

const normalized = (exam: Exam, { draws, odd, responses }: Answers): Normalization | undefined => {
  const minibatches = draws ? minibatchesOf(exam, odd.weights, responses) : undefined;
  return minibatches
    ? normalizationOfMinibatches(exam, odd.weights, minibatches)
    : normalizationOf(exam, odd.weights);
};
