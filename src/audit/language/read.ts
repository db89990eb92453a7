import { dot } from "../../linear-algebra/vectors.ts";
import type { Audit } from "../audit.ts";
import { SAME } from "../interview.ts";
import type { PythonCode } from "../python-code.ts";
import { type Ask, batchOf, difference, groupsOf } from "./groups.ts";
import { type Penalty, penaltyOf } from "./penalty.ts";
import { addScore, type LanguageProblem } from "./problem.ts";

/** What a loss of a language model does to all groups of answers that can be drawn. */
export interface LanguageReading {
  readonly asked: number;
  /** E g, the direction of ascent, without what falls on padding. # [states, actions] */
  readonly mean: Float64Array;
  /** E‖g − E g‖² of one group. */
  readonly totalVariance: number;
  /** The projection of E g on each prompt's own part of ∇J, over the length of that; without penalty. */
  readonly scales: readonly number[];
  /** The root of the mean of ‖g‖². */
  readonly size: number;
  readonly penalty: Penalty | undefined;
}

const NO_REWARD = () => 0;

/** @param credit what was read of the credit of rewards */
export const readLanguage = (
  code: Pick<PythonCode, "askIn">,
  problem: LanguageProblem,
  credit: Audit["reading"],
): LanguageReading => {
  const { theta, reference, states, actions, paddingState, maxLength: horizon } = problem;
  let asked = 0;
  const ask: Ask = (group, rewardOf, logits) => {
    asked++;
    const setting = { discount: 1, horizon, states, actions, paddingState, reference: logits };
    const { values, loss = 0 } = code.askIn(setting, batchOf(group, problem, rewardOf), theta, 1);
    return { gradient: values.fill(0, paddingState * actions), loss };
  };
  const ordered = credit.answers.order === undefined || credit.answers.order > SAME;
  const groups = groupsOf(problem, ordered).map((group) => ({
    group,
    whole: ask(group, ({ reward }) => reward, reference).gradient,
    rewarded: ask(group, ({ reward }) => reward, theta).gradient,
    free: ask(group, NO_REWARD, reference),
    unpenalized: ask(group, NO_REWARD, theta),
  }));
  const moments = (of: (each: (typeof groups)[number]) => Float64Array) => {
    const mean = new Float64Array(theta.length);
    let square = 0;
    for (const each of groups) {
      const g = of(each);
      for (let j = 0; j < mean.length; j++) mean[j] += each.group.probability * g[j];
      square += each.group.probability * dot(g, g);
    }
    return { mean, square };
  };
  const whole = moments(({ whole }) => whole);
  return {
    mean: whole.mean,
    totalVariance: whole.square - dot(whole.mean, whole.mean),
    size: Math.sqrt(whole.square),
    scales: problem.prompts.map((_, q) => {
      const part = moments(({ group, rewarded, unpenalized }) =>
        group.prompt === q ? difference(rewarded, unpenalized.gradient) : new Float64Array(rewarded.length),
      );
      const truth = truthOfPrompt(problem, q);
      return dot(part.mean, truth) / dot(truth, truth);
    }),
    penalty: penaltyOf({ problem, credit, ask, groups, size: Math.sqrt(whole.square) }),
    asked,
  };
};

/** The part of ∇J that answers to one prompt make. # [states, actions] */
const truthOfPrompt = ({ prompts, probabilities, actions }: LanguageProblem, q: number): Float64Array => {
  const sum = new Float64Array(probabilities.length);
  const { probability, answers } = prompts[q];
  for (const { states, tokens, reward, probability: p } of answers)
    for (const [t, state] of states.entries())
      addScore(sum, probabilities, actions, state, tokens[t], probability * p * reward);
  return sum;
};
