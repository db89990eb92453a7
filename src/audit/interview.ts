import { norm } from "../linear-algebra/norm.ts";
import { reordered } from "./batch.ts";
import type { Exam } from "./exam.ts";
import { difference, joined, type Split, splitGradient } from "./scores.ts";
import type { Subject } from "./subject.ts";

/** What the code answered to all questions of the exam. */
export interface Answers {
  /** How often it was asked. */
  readonly asked: number;
  /** Whether the same question with the same seed gets the same answer, also after others. */
  readonly repeats: "same" | "remembers" | "unseeded";
  /** Whether another seed gets another answer. */
  readonly draws: boolean;
  /** How far the answer changes with the order of groups, and of trajectories in them; undefined where it draws. */
  readonly order: number | undefined;
  /** Part of the gradient that is the same with all rewards and values reversed. */
  readonly even: Split & {
    /** Its part of the gradient. */
    readonly relative: number;
    /** Whether it is the same for other rewards and values, so that it knows none. */
    readonly constant: boolean;
  };
  /** The rest, without the even part. */
  readonly odd: Split & {
    /** Part of the gradient that weights no score. */
    readonly relativeRest: number;
  };
  /** How much of all that weights no score lies on padding. */
  readonly paddingRest: number;
  /** With twice the rewards and values: twice the answer, the same answer, neither; "none" if it reads none of them. */
  readonly degree: "linear" | "normalized" | "other" | "none";
  /** Weights if one of the rewards, values and last values is larger by 1. # [2 steps + n][steps] */
  readonly responses: readonly Float64Array[];
  /** What its second answer to the first question adds to the weights, where it remembers something. # [steps] */
  readonly remembered: Float64Array | undefined;
}

/** Relative difference of answers beyond which they differ; float32 rounds by 1e-7. */
export const SAME = 1e-5;
/** Relative difference of twice the rewards where they are normalized: ε in the denominator leaves some. */
const NORMALIZED = 2e-3;

/** Groups change places, and the trajectories in each. */
const ORDER = [6, 4, 7, 5, 2, 0, 3, 1];

/** Asks the code about the crafted batch. */
export const interview = (subject: Subject, exam: Exam): Answers => {
  let asked = 0;
  let fresh = false;
  const ask = (x: Float64Array, seed = 1): Split => {
    asked++;
    if (fresh) subject.restart();
    const answer = subject.ask(exam.batch(x), exam.theta, seed);
    return subject.answers === "weights" ? { weights: answer, rest: NOTHING } : splitGradient(exam, answer);
  };
  const [first, second] = [exam.draw("first"), exam.draw("second")];

  const twice = (): [Split, Split] => {
    subject.restart();
    const before = ask(first);
    ask(second);
    return [before, ask(first)];
  };
  const [before, after] = twice();
  let repeats: Answers["repeats"] = "same";
  if (differ(before, after) > SAME) {
    const [again, later] = twice();
    repeats = differ(before, again) > SAME || differ(after, later) > SAME ? "unseeded" : "remembers";
    fresh = true;
  }
  const draws = repeats !== "unseeded" && differ(before, ask(first, 2)) > SAME;

  const minus = (x: Float64Array) => x.map((each) => -each);
  const mirror = (x: Float64Array, sign: 1 | -1): Split => {
    const [there, back] = [ask(x), ask(minus(x))];
    return combine(there, back, (a, b) => (a + sign * b) / 2);
  };
  const even = mirror(first, 1);
  const size = sizeOf(before, exam);
  const evenSize = sizeOf(even, exam);
  const constant = evenSize <= SAME * size || differ(even, mirror(second, 1)) < 1e-4;
  const odd = combine(before, even, (a, b) => a - b);
  const shift = constant ? even : combine(even, even, () => 0);
  const weightsAt = (x: Float64Array) => combine(ask(x), shift, (a, b) => a - b).weights;
  const base = constant ? odd.weights : before.weights;

  const other = weightsAt(second);
  const doubled = weightsAt(first.map((each) => 2 * each));
  const sum = weightsAt(first.map((each, i) => each + second[i]));
  const plus = base.map((each, k) => each + other[k]);
  let degree: Answers["degree"] = "other";
  if (difference(base, other) < SAME) degree = "none";
  else if (difference(doubled, base) < NORMALIZED) degree = "normalized";
  else if (
    difference(sum, plus) < 10 * SAME &&
    difference(
      doubled,
      base.map((each) => 2 * each),
    ) < SAME
  )
    degree = "linear";

  const responses = Array.from(first, (_, l) => weightsAt(first.map((each, i) => each + (i === l ? 1 : 0))));
  let order: number | undefined;
  if (!draws && repeats !== "unseeded") {
    asked++;
    if (fresh) subject.restart();
    order = orderDifference(subject, exam, first, before);
  }
  const restSize = norm(odd.rest);
  return {
    ...{ asked, repeats, draws, degree, responses },
    order,
    even: { ...even, relative: evenSize / size, constant },
    odd: { ...odd, weights: base, relativeRest: size === 0 ? 0 : restSize / size },
    paddingRest: norm(onPadding(exam, before.rest)) / (norm(before.rest) || 1),
    remembered:
      repeats === "remembers" ? after.weights.map((each, k) => each - before.weights[k]) : undefined,
  };
};

const NOTHING = new Float64Array(0);

const combine = (a: Split, b: Split, by: (a: number, b: number) => number): Split => ({
  weights: a.weights.map((each, k) => by(each, b.weights[k])),
  rest: a.rest.map((each, j) => by(each, b.rest[j])),
});

const differ = (a: Split, b: Split): number =>
  difference(Float64Array.of(...a.weights, ...a.rest), Float64Array.of(...b.weights, ...b.rest));

/** ‖g‖ of what was split; ‖w‖ where there are weights alone. */
const sizeOf = (split: Split, exam: Exam): number =>
  norm(split.rest.length === 0 ? split.weights : joined(exam, split));

/** The block of the state that stands for padding. */
const onPadding = ({ actions, states }: Exam, rest: Float64Array): Float64Array =>
  rest.slice((states - 1) * actions);

const orderDifference = (subject: Subject, exam: Exam, x: Float64Array, before: Split): number => {
  const batch = reordered(exam.batch(x), ORDER);
  const answer = subject.ask(batch, exam.theta, 1);
  if (subject.answers === "gradient") return differ(before, splitGradient(exam, answer));
  return difference(
    before.weights,
    Float64Array.from(before.weights, (_, k) => answer[batch.states.indexOf(k)]),
  );
};
