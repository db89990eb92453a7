import { isDiscrete } from "../../../envs/contract/environment.ts";
import { sequence } from "../../../envs/sequence.ts";
import { pathsOf } from "../../moments/paths.ts";
import { softmax } from "../../policies/softmax.ts";

const WORDS = ["a", "b", "end"];
const MAX_LENGTH = 2;
const PROMPTS = [
  { weight: 1, rewards: { "a b": 1, b: 0.5, "a a": -0.25 } },
  { weight: 2, rewards: { "": 1, "b a": 0.5 } },
];

/** Answers to one prompt that are drawn together. */
export const GROUP = 3;

/** A whole answer to a prompt. */
export interface Answer {
  /** Prompt and words so far, of every token. # [L] */
  readonly states: Int32Array;
  readonly tokens: Int32Array; // [L]
  readonly reward: number;
  /** Whether the end token ended it, and not the largest length. */
  readonly ended: boolean;
  /** Of it among all answers to its prompt. */
  readonly probability: number;
  /** d = log π − log r of every token, r being the reference. # [L] */
  readonly logRatios: Float64Array;
}

export interface Prompt {
  readonly probability: number;
  readonly answers: readonly Answer[];
}

/**
 * A language of two words, two prompts and answers of at most two tokens, of which all can be written down. Behind the states
 * comes one of padding, which no answer has.
 */
export interface LanguageProblem {
  readonly states: number;
  readonly actions: number;
  readonly paddingState: number;
  readonly maxLength: number;
  readonly theta: Float64Array; // logits [states, actions]
  readonly probabilities: Float64Array; // [states, actions]
  /** Logits of the reference policy. # [states, actions] */
  readonly reference: Float64Array;
  readonly references: Float64Array; // its probabilities [states, actions]
  readonly prompts: readonly Prompt[];
  /** ∇J, J being the mean reward. # [states, actions] */
  readonly truth: Float64Array;
  /** ∇KL(π‖r) of whole answers. # [states, actions] */
  readonly divergence: Float64Array;
}

export const languageProblem = (): LanguageProblem => {
  const environment = sequence.create(
    sequence.options.parse({ vocabulary: WORDS, maxLength: MAX_LENGTH, prompts: PROMPTS }),
  );
  if (!isDiscrete(environment) || environment.model === undefined) throw new Error("its model is not known");
  const { model } = environment;
  const { states: real, actions } = model;
  const size = (real + 1) * actions;
  const onPadding = (k: number, logit: number) => (k < real * actions ? logit : 0);
  const theta = Float64Array.from({ length: size }, (_, k) => onPadding(k, 0.1 * (((7 * k) % 5) - 2)));
  const reference = Float64Array.from({ length: size }, (_, k) => onPadding(k, 0.2 * (((3 * k) % 7) - 3)));
  const probabilities = softmaxOf(theta, actions);
  const references = softmaxOf(reference, actions);
  const byState = new Map<number, Answer[]>();
  for (const path of pathsOf(model, probabilities, MAX_LENGTH)) {
    const [first] = path.states;
    const answers = byState.get(first) ?? [];
    byState.set(first, answers);
    answers.push({
      ...{ states: path.states, tokens: path.actions, reward: path.rewards[path.rewards.length - 1] },
      ended: path.actions[path.actions.length - 1] === actions - 1,
      probability: path.probability / model.initial[first],
      logRatios: Float64Array.from(path.states, (s, t) => {
        const row = s * actions + path.actions[t];
        return Math.log(probabilities[row] / references[row]);
      }),
    });
  }
  const prompts = [...byState].map(([first, answers]) => ({ probability: model.initial[first], answers }));
  const problem = {
    ...{ states: real + 1, actions, paddingState: real, maxLength: MAX_LENGTH },
    ...{ theta, probabilities, reference, references, prompts },
  };
  return {
    ...problem,
    truth: gradientOf(problem, ({ reward }) => reward),
    divergence: gradientOf(problem, ({ logRatios }) => logRatios.reduce((a, b) => a + b)), // E ∇d = 0
  };
};

const softmaxOf = (theta: Float64Array, actions: number): Float64Array => {
  const policy = softmax(theta.length / actions, actions);
  const out = new Float64Array(theta.length);
  policy.probabilities(theta, out);
  return out;
};

type Sums = Pick<LanguageProblem, "probabilities" | "actions" | "prompts">;

/** ∇E[f] of a figure of answers that does not depend on θ itself: Σ_y p(y) f(y) ∇log p(y). */
const gradientOf = (
  { probabilities, actions, prompts }: Sums,
  of: (answer: Answer) => number,
): Float64Array => {
  const sum = new Float64Array(probabilities.length);
  for (const prompt of prompts)
    for (const answer of prompt.answers)
      for (const [t, state] of answer.states.entries())
        addScore(
          sum,
          probabilities,
          actions,
          state,
          answer.tokens[t],
          prompt.probability * answer.probability * of(answer),
        );
  return sum;
};

/** Adds w ∇log π(token|state) to a sum. # [states, actions] */
export const addScore = (
  sum: Float64Array,
  probabilities: Float64Array,
  actions: number,
  state: number,
  token: number,
  w: number,
): void => {
  for (let a = 0; a < actions; a++)
    sum[state * actions + a] += w * ((a === token ? 1 : 0) - probabilities[state * actions + a]);
};
