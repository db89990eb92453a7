import { expect, test } from "vitest";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import { stream } from "../../src/random.ts";
import type { EstimatorForm } from "../../src/truth/discrete/estimator-form.ts";
import { truthOf } from "../moments.ts";
import { environmentOf } from "../problems/environments.ts";
import { estimatorOf, formOf } from "../problems/estimator-of.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";

// Moments once more, in fixed-point numbers of 320 binary places, by walking through all trajectories.

const PLACES = 320n;
const ONE = 1n << PLACES;
const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;
const over = (a: bigint, b: bigint): bigint => (a << PLACES) / b;

/** A double, without any rounding. */
const exactly = (x: number): bigint => {
  let [mantissa, exponent] = [x, 0n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return (BigInt(mantissa) << PLACES) >> exponent;
};

const doubled = (x: bigint): number => Number(x >> (PLACES - 200n)) / 2 ** 200;

interface Walk {
  readonly probability: bigint;
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly bigint[];
  readonly last: number;
  readonly terminated: boolean;
}

/** All trajectories, with probabilities that are normalized: those of the model sum to 1 up to rounding only. */
const walksOf = ({ environment, point, objective }: Problem): Walk[] => {
  const { states: S, actions: A, initial, start, probability, next, reward, terminated } = environment.model!;
  const normalized = (row: ArrayLike<number>): bigint[] => {
    const exact = Array.from(row, exactly);
    const sum = exact.reduce((a, b) => a + b, 0n);
    return exact.map((p) => over(p, sum));
  };
  const policy = Array.from({ length: S }, (_, s) =>
    normalized(point.probabilities.subarray(s * A, (s + 1) * A)),
  );
  const outcomes = Array.from({ length: S * A }, (_, row) =>
    normalized(probability.subarray(start[row], start[row + 1])),
  );
  const walks: Walk[] = [];
  const grow = (walk: Walk): void => {
    if (walk.terminated || walk.states.length === objective.horizon) return void walks.push(walk);
    for (let a = 0; a < A; a++) {
      const row = walk.last * A + a;
      for (let o = start[row]; o < start[row + 1]; o++)
        grow({
          probability: times(times(walk.probability, policy[walk.last][a]), outcomes[row][o - start[row]]),
          states: [...walk.states, walk.last],
          actions: [...walk.actions, a],
          rewards: [...walk.rewards, exactly(reward[o])],
          last: next[o],
          terminated: terminated[o] === 1,
        });
    }
  };
  for (const [s, p] of normalized(initial).entries())
    if (p > 0n) grow({ probability: p, states: [], actions: [], rewards: [], last: s, terminated: false });
  return walks;
};

/** Mean and total variance of a form's estimate of n trajectories, straight from the definitions. */
const slowMoments = (problem: Problem, form: EstimatorForm, n: number, walks: readonly Walk[]) => {
  const { point, objective, environment } = problem;
  const { states: S, actions: A } = environment;
  const P = point.theta.length;
  const discount = exactly(objective.discount);
  const table = (values: Float64Array | undefined) => values && Array.from(values, exactly);
  const V = table(form.values?.(point));
  const Q =
    form.kind === "action-value" || form.kind === "all-action"
      ? table(form.actionValues?.(point) ?? point.solution!.actionValues)
      : undefined;
  const decay = times(discount, exactly(form.lambda ?? 1));
  const policy = Array.from(point.probabilities, exactly);
  const pi = (s: number, a: number) => {
    let sum = 0n;
    for (let b = 0; b < A; b++) sum += policy[s * A + b];
    return over(policy[s * A + a], sum);
  };
  const score = (s: number, a: number, j: number) =>
    Math.floor(j / A) === s ? (j % A === a ? ONE : 0n) - pi(s, j % A) : 0n;
  const single = walks.map((walk) => {
    const T = walk.states.length;
    const X = Array<bigint>(P).fill(0n);
    const C = Array<bigint>(P).fill(0n);
    const value = (t: number) =>
      V === undefined || (t === T && walk.terminated)
        ? 0n
        : V[t * S + (t === T ? walk.last : walk.states[t])];
    let [toGo, gae] = [0n, 0n];
    const weights: bigint[] = [];
    for (let t = T - 1; t >= 0; t--) {
      toGo = walk.rewards[t] + times(discount, toGo);
      gae = walk.rewards[t] + times(discount, value(t + 1)) - value(t) + times(decay, gae);
      weights[t] = {
        total: 0n,
        "to-go": toGo - value(t),
        gae,
        "lambda-return": gae + value(t),
        "action-value": (Q?.[(t * S + walk.states[t]) * A + walk.actions[t]] ?? 0n) - value(t),
        "all-action": 0n,
      }[form.kind];
    }
    let coefficient = ONE;
    for (let t = 0; t < T; t++) {
      const s = walk.states[t];
      for (let j = s * A; j < (s + 1) * A; j++) {
        const own = times(coefficient, score(s, walk.actions[t], j));
        C[j] += form.kind === "total" ? score(s, walk.actions[t], j) : own;
        X[j] +=
          form.kind === "total"
            ? times(score(s, walk.actions[t], j), toGo - value(0))
            : times(own, weights[t]);
        if (form.kind === "all-action")
          for (let a = 0; a < A; a++)
            X[j] += times(times(coefficient, pi(s, a)), times(score(s, a, j), Q![(t * S + s) * A + a]));
      }
      coefficient = times(coefficient, discount);
    }
    return { p: walk.probability, X, C, toGo };
  });
  const scale = BigInt(n);
  const estimates: { p: bigint; g: bigint[] }[] = [];
  if (form.across === "independent") for (const { p, X } of single) estimates.push({ p, g: X });
  else
    for (const one of single)
      for (const other of single) {
        const own = form.across === "batch-mean" ? (one.toGo + other.toGo) / scale : other.toGo;
        const others = form.across === "batch-mean" ? own : one.toGo;
        estimates.push({
          p: times(one.p, other.p),
          g: one.X.map((x, j) => (x - times(own, one.C[j]) + other.X[j] - times(others, other.C[j])) / scale),
        });
      }
  const mean = Array<bigint>(P).fill(0n);
  for (const { p, g } of estimates) for (let j = 0; j < P; j++) mean[j] += times(p, g[j]);
  let variance = 0n;
  for (const { p, g } of estimates)
    for (let j = 0; j < P; j++) variance += times(p, times(g[j] - mean[j], g[j] - mean[j]));
  return {
    mean: mean.map(doubled),
    totalVariance: doubled(form.across === "independent" ? variance / scale : variance),
  };
};

/** Two states, two actions, three steps; rewards are eighths, so that adding c rounds nothing. */
const randomProblem = (seed: number, c: number, ends: boolean): Problem => {
  const random = stream("rounding", seed);
  const eighths = () => Math.floor(32 * random.next() - 16) / 8 + c;
  const transitions = ["a", "b"].flatMap((from) =>
    ["x", "y"].map((action) => {
      const probability = 0.1 + 0.8 * random.next();
      return {
        from,
        action,
        to: [
          { state: "a", probability, reward: eighths() },
          { probability: 1 - probability, reward: eighths(), ...(ends ? { end: true } : { state: "b" }) },
        ],
      };
    }),
  );
  return problemOf(
    environmentOf("finite-mdp", {
      states: ["a", "b"],
      actions: ["x", "y"],
      start: { a: 0.3, b: 0.7 },
      transitions,
    }),
    Float64Array.from({ length: 4 }, () => 2 * random.next() - 1),
    { discount: seed % 2 === 0 ? 1 : 0.9, horizon: 3 },
  );
};

const estimators: Record<string, object> = {
  total: { kind: "reinforce", return: "total" },
  "total, leave-one-out": { kind: "reinforce", return: "total", baseline: { kind: "leave-one-out" } },
  "total, batch mean": { kind: "reinforce", return: "total", baseline: { kind: "batch-mean" } },
  "total, optimal": { kind: "reinforce", return: "total", baseline: { kind: "optimal", fit: "exact" } },
  "to-go": { kind: "reinforce" },
  "to-go, value": { kind: "reinforce", baseline: { kind: "value", critic: { kind: "exact" } } },
  "to-go, leave-one-out": { kind: "reinforce", baseline: { kind: "leave-one-out" } },
  "to-go, batch mean": { kind: "reinforce", baseline: { kind: "batch-mean" } },
  td: { kind: "actor-critic", advantage: "td", critic: { kind: "exact" } },
  gae: { kind: "actor-critic", advantage: "gae", lambda: 0.7, critic: { kind: "exact" } },
  "action-value": { kind: "q-actor-critic", critic: { kind: "exact" } },
  "all-action": { kind: "all-action", critic: { kind: "exact" } },
};
const CONSTANTS = [0, 1e6, 1e8, 1e12];

/** The largest relative errors of what is recorded, by constant; NaN where nothing is. */
const errorsOf = (options: object, ends: boolean, seeds: readonly number[]) =>
  CONSTANTS.map((c) => {
    const errors = seeds.flatMap((seed) => {
      const problem = randomProblem(seed, c, ends);
      const estimator = estimatorOf(problem, options as never);
      const measure = exactMoments(problem.point, truthOf(problem))!;
      const moments = measure(estimator, 2);
      if (moments === undefined) return [];
      const slow = slowMoments(problem, formOf(estimator)!, 2, walksOf(problem));
      const error = Math.abs(moments.totalVariance / slow.totalVariance - 1);
      expect(error).toBeLessThan(Math.max(1e-13, moments.rounding)); // the estimate of the error holds
      expect(moments.rounding).toBeLessThanOrEqual(1e-6);
      return [error];
    });
    return errors.length === 0 ? Number.NaN : Math.max(...errors);
  });

test.each(Object.entries(estimators))(
  "the exact variance of %s under rewards + c is right to a millionth, or is not recorded",
  { timeout: 120_000 },
  (_name, options) => {
    for (const ends of [false, true]) {
      const errors = errorsOf(options, ends, [0, 1]);
      expect(errors[0]).toBeLessThan(1e-12);
      expect(errors[1]).toBeLessThan(1e-9); // c = 1e6: recorded, with nine digits
      for (const error of errors) if (!Number.isNaN(error)) expect(error).toBeLessThan(1e-6);
    }
  },
);
