import { describe, expect, it } from "vitest";
import { languageNumbers } from "../../src/audit/language/audit-language.ts";
import { penaltyFindings, promptFindings } from "../../src/audit/language/findings.ts";
import { ESTIMATES } from "../../src/audit/language/penalty-forms.ts";
import { languageProblem } from "../../src/audit/language/problem.ts";
import { readLanguage } from "../../src/audit/language/read.ts";
import type { PythonCode } from "../../src/audit/python-code.ts";
import { read } from "../../src/audit/read.ts";
import { weightedScores } from "../../src/audit/scores.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { exam, grouped, weighting } from "./planted.ts";

const problem = languageProblem();
const { probabilities, references, actions } = problem;

/** What a loss is made of: one advantage of each answer, and a weight of each token that is added to it. */
interface Loss {
  readonly advantages: (rewards: readonly number[], penalties: readonly number[]) => number[];
  /** β times the gradient's weight, of d = log π − log r. */
  readonly token?: (d: number) => number;
  /** Of an answer, added to its reward; of d. */
  readonly reward?: (d: number) => number;
  /** Whether a loss's value depends on the reference. */
  readonly valued?: boolean;
}

const mean = (x: readonly number[]) => x.reduce((a, b) => a + b) / x.length;
const leaveOneOut = (x: readonly number[]) => x.map((each) => ((each - mean(x)) * x.length) / (x.length - 1));
const standard = (x: readonly number[]) => {
  const m = mean(x);
  const deviation = Math.sqrt(x.reduce((sum, each) => sum + (each - m) ** 2, 0) / (x.length - 1));
  return x.map((each) => (each - m) / (deviation + 1e-6));
};

/** The loss as code of another process, which sees arrays alone. */
const code = ({ advantages, token, reward, valued }: Loss): Pick<PythonCode, "askIn"> => ({
  askIn({ reference }, batch) {
    const isReference = reference === problem.reference;
    const ratio = (k: number) => {
      const row = batch.states[k] * actions + batch.actions[k];
      return isReference ? Math.log(probabilities[row] / references[row]) : 0;
    };
    const answers = Array.from(batch.terminated, (_, i) =>
      Array.from({ length: batch.offsets[i + 1] - batch.offsets[i] }, (_, t) => batch.offsets[i] + t),
    );
    const sum = (steps: readonly number[], of: (k: number) => number) =>
      steps.reduce((total, k) => total + of(k), 0);
    const rewards = answers.map((steps) => sum(steps, (k) => batch.rewards[k]));
    const penalties = answers.map((steps) => sum(steps, (k) => reward?.(ratio(k)) ?? 0));
    const each = advantages(rewards, penalties);
    const weights = Float64Array.from(
      answers.flatMap((steps, i) => steps.map((k) => each[i] - (token?.(ratio(k)) ?? 0))),
    );
    const values = weightedScores(batch, probabilities, actions, weights);
    return { values, loss: valued && isReference ? 1 : 0 };
  },
});

/** What is read of the credit of rewards, of code that is as this one. */
const credit = (normalized: boolean) =>
  read(weighting(grouped({ deviation: normalized, leaveOneOut: !normalized })), exam);

const told = (loss: Loss, normalized = false) => readLanguage(code(loss), problem, credit(normalized));
const apart = (a: Float64Array, b: Float64Array) => norm(a.map((each, j) => each - b[j]));
const BETA = 0.1;
const penalized = problem.truth.map((each, j) => each - BETA * problem.divergence[j]);

describe("all groups of a tiny language", () => {
  it("have the gradients of J and KL that are known", () => {
    expect(norm(problem.truth)).toBeCloseTo(0.182834877208, 11);
    expect([...problem.truth.slice(0, 3)]).toEqual(
      [0.016108430913, 0.001472938581, -0.017581369495].map((each) => expect.closeTo(each, 11)),
    );
    expect(norm(problem.divergence)).toBeCloseTo(0.133418877547, 11);
    expect(problem.divergence[0]).toBeCloseTo(0.039391622116, 11);
    expect(problem.truth.slice(problem.paddingState * actions)).toEqual(new Float64Array(actions));
  });

  // worked out by automatic differentiation of each surrogate, over all answers
  it.each<[string, Loss, boolean, number, number]>([
    ["left one out", { advantages: leaveOneOut }, false, 0.182834877208, 0],
    ["of GRPO", { advantages: standard }, true, 0.223956784985, 0.047513093812],
  ])("give the mean that is known: %s", (_, loss, normalized, size, bias) => {
    const { mean } = told(loss, normalized);
    expect(norm(mean)).toBeCloseTo(size, normalized ? 6 : 11); // another ε
    expect(apart(mean, problem.truth)).toBeCloseTo(bias, normalized ? 6 : 11);
  });

  it("give the variance that is known", () => {
    expect(told({ advantages: leaveOneOut }).totalVariance).toBeCloseTo(0.104741173481, 11);
    expect(told({ advantages: standard }, true).totalVariance).toBeCloseTo(0.194752141234, 5);
  });

  const asReward = (reward: (d: number) => number): Loss => ({
    advantages: (rewards, penalties) => leaveOneOut(rewards.map((each, i) => each - BETA * penalties[i])),
    reward,
  });
  const inLoss = (token: (d: number) => number): Loss => ({
    advantages: leaveOneOut,
    token: (d) => BETA * token(d),
  });

  it.each<[string, Loss, object, string, number, number]>([
    ["k1 in the reward", asReward(ESTIMATES.k1), { estimate: "k1" }, "fine", 0.185137454745, 0],
    [
      "k2 in the reward",
      asReward(ESTIMATES.k2),
      { estimate: "k2" },
      "choice",
      0.184946067874,
      0.012134537327,
    ],
    [
      "k3 in the reward",
      asReward(ESTIMATES.k3),
      { estimate: "k3" },
      "choice",
      0.184967251968,
      0.012648891216,
    ],
    ["k2 in the loss", inLoss((d) => d), { term: "k2" }, "choice", 0.183421646499, 0.001992817367],
    [
      "k3 in the loss",
      inLoss((d) => 1 - Math.exp(-d)),
      { term: "k3", aggregate: "sum" },
      "choice",
      0.182977662753,
      0.002692844935,
    ],
  ])("tell a penalty, and its mean that is known: %s", (_, loss, form, kind, size, bias) => {
    const reading = told(loss);
    expect(reading.penalty?.form).toMatchObject(form);
    expect(reading.penalty?.coefficient).toBeCloseTo(BETA, 9);
    expect(norm(reading.mean)).toBeCloseTo(size, 11);
    expect(apart(reading.mean, penalized)).toBeCloseTo(bias, 11);
    expect(languageNumbers(problem, reading)?.bias.estimate).toBeCloseTo(bias / norm(penalized), 9);
    expect(penaltyFindings(problem, reading)).toMatchObject([{ kind }]);
  });

  it("tell k1 in the loss from a constant baseline by the loss itself alone: nothing is penalized", () => {
    const baseline: Loss = { advantages: leaveOneOut, token: () => BETA };
    expect(told(baseline).penalty).toBeUndefined();
    const reading = told({ ...baseline, valued: true });
    expect(reading.penalty?.form).toEqual({ place: "value" });
    expect(apart(reading.mean, penalized)).toBeCloseTo(0.013341887755, 11);
    expect(penaltyFindings(problem, reading)).toMatchObject([{ kind: "fault", fact: "penalty" }]);
  });

  it("tell a penalty whose sign is reversed, and one that is none of the known", () => {
    const reversed = told(inLoss((d) => Math.exp(-d) - 1));
    expect(reversed.penalty?.coefficient).toBeCloseTo(-BETA, 9);
    expect(penaltyFindings(problem, reversed)).toMatchObject([{ kind: "fault" }]);
    expect(languageNumbers(problem, reversed)?.bias).toBeDefined();
    const other = told(inLoss((d) => d * d * d));
    expect(other.penalty).toMatchObject({ form: undefined, coefficient: undefined });
    expect(penaltyFindings(problem, other)).toMatchObject([{ kind: "choice" }]);
  });

  it("tell a penalty that is normalized with the rewards, with its coefficient", () => {
    const advantages = (rewards: readonly number[], penalties: readonly number[]) =>
      standard(rewards.map((each, i) => each - 0.07 * penalties[i]));
    const { penalty } = told({ advantages, reward: ESTIMATES.k1 }, true);
    expect(penalty?.form).toEqual({ place: "reward", estimate: "k1" });
    expect(penalty?.coefficient).toBeCloseTo(0.07, 6);
  });

  it("tell how prompts count", () => {
    const reading = told({ advantages: standard }, true);
    const [first, second] = reading.scales;
    expect(first).toBeGreaterThan(1.02 * second);
    expect(promptFindings(reading, true)).toMatchObject([{ kind: "choice", fact: "prompts" }]);
    const even = told({ advantages: leaveOneOut });
    expect(even.scales).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    expect(promptFindings(even, true)).toEqual([]);
  });
});
