import type { Exam } from "./exam.ts";
import { type Answers, interview } from "./interview.ts";
import { type Normalization, normalizationOf } from "./normalization.ts";
import { type RewardFree, rewardFreeOf } from "./reward-free.ts";
import { type Structure, structureOf } from "./structure.ts";
import type { Subject } from "./subject.ts";

/** What was read of the code, before it is said in words. */
export interface Reading {
  readonly answers: Answers;
  readonly rewardFree: RewardFree | undefined;
  readonly normalization: Normalization | undefined;
  /** Undefined where weights come about in no way that is known. */
  readonly structure: Structure | undefined;
}

/** Asks the code and reads its answers. */
export const read = (subject: Subject, exam: Exam): Reading => {
  const answers = interview(subject, exam);
  const normalization =
    answers.degree === "normalized" ? normalizationOf(exam, answers.odd.weights) : undefined;
  const readable = answers.repeats !== "unseeded" && answers.degree !== "none" && answers.degree !== "other";
  return {
    ...{ answers, normalization },
    rewardFree: rewardFreeOf(exam, answers),
    structure: readable ? structureOf(exam, answers, normalization) : undefined,
  };
};
