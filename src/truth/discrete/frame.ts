import type { FiniteModel } from "../../../envs/contract/models.ts";
import type { Solution } from "../../problem/exact.ts";
import type { Objective } from "../../problem/objective.ts";
import type { DiscretePoint } from "../../problem/point.ts";
import { type ScoreSupport, scoreSupportOf } from "./score-support.ts";
import { type Scores, scoresOf } from "./scores.ts";
import { type Successors, successorsOf } from "./successors.ts";

/** Numbers in the largest vectors that are kept, over all states (128 MiB of float64 for each moment). */
const MAX_NUMBERS = 2 ** 24;

/** Operations in asking the policy for the score of every state and action, one by one. */
const MAX_OPERATIONS = 2 ** 30;

/** What the recursions of all forms share at one θ. */
export interface DiscreteFrame {
  readonly model: FiniteModel;
  readonly point: DiscretePoint;
  readonly solution: Solution;
  readonly objective: Objective;
  readonly scores: Scores;
  readonly successors: Successors;
  readonly support: ScoreSupport;
}

/** @returns undefined where the scores would take more time, or the vectors of all states more memory, than is sensible */
export const frameOf = (
  model: FiniteModel,
  point: DiscretePoint,
  solution: Solution,
  objective: Objective,
): DiscreteFrame | undefined => {
  const { states, actions, bitLogits = [1] } = point.policy;
  if ((states * actions) ** 2 * bitLogits.length > MAX_OPERATIONS) return undefined;
  const successors = successorsOf(model);
  const scores = scoresOf(point);
  const support = scoreSupportOf(successors, scores);
  if (support.offset[model.states] > MAX_NUMBERS) return undefined;
  return { model, point, solution, objective, scores, successors, support };
};

/** Σ_s P(s_0 = s) f(s). */
export const overStarts = ({ initial }: FiniteModel, f: (s: number) => number): number => {
  let sum = 0;
  for (let s = 0; s < initial.length; s++) if (initial[s] > 0) sum += initial[s] * f(s);
  return sum;
};
