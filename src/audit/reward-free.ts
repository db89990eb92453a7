import { norm } from "../linear-algebra/norm.ts";
import { dot } from "../linear-algebra/vectors.ts";
import type { Exam } from "./exam.ts";
import { type Answers, SAME } from "./interview.ts";
import { joined, splitGradient } from "./scores.ts";

/** A part of the gradient that is there whatever the rewards are. */
export interface RewardFree {
  /** Its part of the whole. */
  readonly relative: number;
  /** Whether it weights scores, as a baseline does that reads neither rewards nor values. */
  readonly isWeighting: boolean;
  /** What it is, where it is the gradient of something known. */
  readonly name: KnownTerm | undefined;
  /** What multiplies the mean entropy of the steps, the mean of that of each trajectory, or θ. */
  readonly coefficient: number | undefined;
}

export type KnownTerm = "entropy" | "entropy-of-trajectories" | "weight-decay";

/** Cosine from which two directions are one. */
const PARALLEL = 1 - 1e-6;

export const rewardFreeOf = (exam: Exam, { even }: Answers): RewardFree | undefined => {
  if (!(even.relative > SAME) || !even.constant) return undefined;
  const { relative, rest } = even;
  if (rest.length === 0) return { relative, isWeighting: true, name: undefined, coefficient: undefined };
  const whole = joined(exam, even);
  const isWeighting = norm(rest) <= SAME * norm(whole) * 10;
  const { trajectory, lengths } = exam;
  const known: Record<KnownTerm, Float64Array> = {
    entropy: entropySlope(exam, () => 1 / trajectory.length),
    "entropy-of-trajectories": entropySlope(exam, (k) => 1 / lengths[trajectory[k]] / lengths.length),
    "weight-decay": exam.theta,
  };
  for (const [name, direction] of Object.entries(known)) {
    const { rest: ofDirection } = splitGradient(exam, direction); // beside it there may be a baseline, which weights scores
    const product = dot(rest, ofDirection);
    if (Math.abs(product) < PARALLEL * norm(rest) * norm(ofDirection) || isWeighting) continue;
    const coefficient = product / norm(ofDirection) ** 2;
    return { relative, isWeighting, name: name as KnownTerm, coefficient };
  }
  return { relative, isWeighting, name: undefined, coefficient: undefined };
};

/**
 * The gradient of a weighted sum over all steps of the entropy of π, states held fixed: −π (log π + H) for each logit. # [S, A]
 */
const entropySlope = (
  { probabilities, actions: A, trajectory }: Exam,
  weightOf: (k: number) => number,
): Float64Array => {
  const slope = new Float64Array(probabilities.length);
  for (let k = 0; k < trajectory.length; k++) {
    const row = probabilities.subarray(k * A, (k + 1) * A);
    const entropy = -row.reduce((sum, p) => sum + p * Math.log(p), 0);
    for (let a = 0; a < A; a++) slope[k * A + a] = -weightOf(k) * row[a] * (Math.log(row[a]) + entropy);
  }
  return slope;
};
