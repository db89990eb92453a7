import { norm } from "../../linear-algebra/norm.ts";
import { dot } from "../../linear-algebra/vectors.ts";
import type { Audit } from "../audit.ts";
import { EQUAL } from "../names.ts";
import { type Ask, difference, type Group } from "./groups.ts";
import {
  type Aggregate,
  descentOf,
  type EstimateName,
  estimateOf,
  TERMS,
  type TermName,
} from "./penalty-forms.ts";
import type { Answer, LanguageProblem } from "./problem.ts";

/** What the reference policy does to the gradient. */
export interface Penalty {
  /** Undefined where it is none that is known. */
  readonly form: PenaltyForm | undefined;
  /** β, what it is multiplied by. */
  readonly coefficient: number | undefined;
  /** What it adds to E g. # [states, actions] */
  readonly mean: Float64Array;
}

export type PenaltyForm =
  /** Its gradient is that of no term: the loss knows the reference, and its gradient does not. */
  | { readonly place: "value" }
  /** A reward of the whole answer. */
  | { readonly place: "reward"; readonly estimate: EstimateName }
  | { readonly place: "loss"; readonly term: TermName; readonly aggregate: Aggregate };

interface Asked {
  readonly problem: LanguageProblem;
  readonly credit: Audit["reading"];
  readonly ask: Ask;
  readonly groups: readonly {
    readonly group: Group;
    readonly whole: Float64Array;
    /** Where the reference is the policy. */
    readonly rewarded: Float64Array;
    /** Where nothing is rewarded. */
    readonly free: { readonly gradient: Float64Array; readonly loss: number };
    /** Both. */
    readonly unpenalized: { readonly gradient: Float64Array; readonly loss: number };
  }[];
  /** The root of the mean of ‖g‖². */
  readonly size: number;
}

/** Part of the gradient below which the reference does nothing; float32 rounds by 1e-7. */
const NOTHING = 1e-6;
/** Every so many groups are looked at to tell what a penalty is. */
const EVERY = 7;

/** What the reference adds to the gradient where nothing is rewarded; undefined where it adds nothing to anything. */
export const penaltyOf = (asked: Asked): Penalty | undefined => {
  const { problem, groups, size } = asked;
  const mean = new Float64Array(problem.theta.length);
  let square = 0;
  let valued = false;
  const added = groups.map(({ group, whole, rewarded, free, unpenalized }) => {
    const each = difference(free.gradient, unpenalized.gradient);
    for (let j = 0; j < mean.length; j++) mean[j] += group.probability * (whole[j] - rewarded[j]);
    square += group.probability * dot(each, each);
    valued ||= Math.abs(free.loss - unpenalized.loss) > NOTHING * size;
    return each;
  });
  if (Math.sqrt(square) <= NOTHING * size)
    return valued ? { form: { place: "value" }, coefficient: undefined, mean } : undefined;
  const some = groups.flatMap((each, i) => (i % EVERY === 0 ? [{ ...each, added: added[i] }] : []));
  const like = (of: readonly Float64Array[]) =>
    factorOf(
      some.map(({ added }) => added),
      of,
    );

  for (const aggregate of aggregatesOf(asked.credit))
    for (const term of TERMS) {
      const factor = like(some.map(({ group }) => descentOf(problem, group, term, aggregate)));
      if (factor !== undefined)
        return { form: { place: "loss", term, aggregate }, coefficient: factor, mean };
    }
  for (const estimate of ["k1", "k2", "k3", "abs"] as const) {
    const found = asRewards(asked, some, estimate);
    if (found !== undefined) return { form: { place: "reward", estimate }, coefficient: found, mean };
  }
  return { form: undefined, coefficient: undefined, mean };
};

type Some = Asked["groups"][number] & { readonly added: Float64Array };

/** β where the penalty is what rewards of −β times an estimate would add, without a reference. */
const asRewards = (
  { ask, problem, credit }: Asked,
  some: readonly Some[],
  estimate: EstimateName,
): number | undefined => {
  const { theta } = problem;
  if (credit.answers.degree === "normalized") {
    const rewarded = (beta: number) =>
      some.map(({ group }) => {
        const rewardOf = (answer: Answer) => answer.reward - beta * estimateOf(answer, estimate);
        return ask(group, rewardOf, theta).gradient;
      });
    const whole = some.map(({ whole }) => whole);
    return solve(whole, rewarded);
  }
  const responses = some.map(({ group, unpenalized }) =>
    difference(ask(group, (answer) => -estimateOf(answer, estimate), theta).gradient, unpenalized.gradient),
  );
  return factorOf(
    some.map(({ added }) => added),
    responses,
  );
};

/** Coefficients that a search begins with, and its steps. */
const [FIRST, STEPS] = [[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], 6];

/** β at which vectors are equal to given ones, by Gauss and Newton's method; undefined where none is found. */
const solve = (
  given: readonly Float64Array[],
  at: (beta: number) => readonly Float64Array[],
): number | undefined => {
  const sum = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
    a.reduce((total, each, i) => total + dot(each, b[i]), 0);
  const missing = (those: readonly Float64Array[]) => given.map((each, i) => difference(each, those[i]));
  const square = (beta: number) => {
    const apart = missing(at(beta));
    return { beta, apart: sum(apart, apart) };
  };
  let { beta } = FIRST.map(square).reduce((a, b) => (b.apart < a.apart ? b : a));
  for (let step = 0; step < STEPS; step++) {
    const here = at(beta);
    const there = at(beta * (1 + CHANGE));
    const slope = there.map((each, i) => difference(each, here[i]).map((d) => d / (beta * CHANGE)));
    beta += sum(missing(here), slope) / sum(slope, slope);
  }
  return square(beta).apart <= EQUAL ** 2 * sum(given, given) ? beta : undefined;
};

/** Relative change of β by which slopes are taken. */
const CHANGE = 1e-4;

/** What to multiply the second by to get the first, in all of them alike; undefined where there is no such factor. */
const factorOf = (these: readonly Float64Array[], those: readonly Float64Array[]): number | undefined => {
  const sum = (by: (a: Float64Array, b: Float64Array) => number) =>
    these.reduce((total, a, i) => total + by(a, those[i]), 0);
  const factor = sum(dot) / sum((_, b) => dot(b, b));
  const apart = sum((a, b) => norm(a.map((each, j) => each - factor * b[j])) ** 2);
  return Math.sqrt(apart) <= EQUAL * Math.sqrt(sum((a) => dot(a, a))) ? factor : undefined;
};

/** What may divide the terms of tokens, first what divides those that are rewarded. */
const aggregatesOf = ({ structure }: Audit["reading"]): Aggregate[] => {
  const { divisor } = structure?.coefficients ?? {};
  const own: Aggregate[] = [];
  if (divisor?.kind === "trajectory") own.push("sequence-mean");
  else if (divisor?.kind === "group") own.push("token-mean");
  else if (structure?.known)
    own.push(
      ...(
        {
          trajectories: ["sum"],
          steps: ["token-mean"],
          "padded-steps": ["padded-mean", "longest-mean"],
          nothing: ["total"],
        } as const
      )[structure.known.by],
    );
  const all = ["sum", "sequence-mean", "token-mean", "padded-mean"] as const;
  return [...own, ...all.filter((each) => !own.includes(each))];
};
