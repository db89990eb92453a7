import type { Objective, StateWeight } from "../../src/problem/objective.ts";
import type { EstimatorForm } from "../../src/truth/discrete/estimator-form.ts";
import { environmentOf } from "../problems/environments.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { scoreOf, type Trajectory } from "../problems/trajectories.ts";

/** Numbers between −1 and 1, in no order. */
export const uneven = (length: number, salt: number): Float64Array =>
  Float64Array.from({ length }, (_, j) => Math.sin(12.9898 * (j + 1) + 78.233 * salt) % 1);

/** Three states, two actions, several outcomes each: some end, some lead to one state with two rewards. */
const transitions = [
  {
    from: "a",
    action: "x",
    to: [
      { state: "a", probability: 0.2, reward: 1 },
      { state: "b", probability: 0.8 },
    ],
  },
  {
    from: "a",
    action: "y",
    to: [
      { state: "b", probability: 0.3, reward: 2 },
      { state: "b", probability: 0.3, reward: -1 },
      { probability: 0.4, reward: 0.7, end: true },
    ],
  },
  { from: "b", action: "x", to: { a: 0.5, c: 0.5 }, reward: -0.3 },
  { from: "b", action: "y", to: [{ probability: 1, reward: 3, end: true }] },
  { from: "c", action: "x", to: { c: 1 }, reward: 0.4 },
  {
    from: "c",
    action: "y",
    to: [
      { state: "c", probability: 0.6 },
      { probability: 0.4, reward: 1.5, end: true },
    ],
  },
];

/** A first state at random, endings at every step, and a state (c) that never leads back: three kinds of domains. */
export const branching = (change: Partial<Objective> = {}): Problem =>
  problemOf(
    environmentOf("finite-mdp", {
      states: ["a", "b", "c"],
      actions: ["x", "y"],
      start: { a: 0.6, b: 0.4 },
      transitions,
    }),
    uneven(6, 1),
    { discount: 0.8, horizon: 3, ...change },
  );

/** The estimate that a form stands for, straight from its definition, step by step. @returns X and C. # [P] each */
export const byDefinition = (
  problem: Problem,
  form: EstimatorForm,
  stateWeight: StateWeight,
  { states, actions, rewards, last, terminated }: Trajectory,
): { X: Float64Array; C: Float64Array; start: number } => {
  const { point, objective, policy } = problem;
  const { discount } = objective;
  const { states: S, actions: A, parameters: P } = policy;
  const V = form.values?.(point);
  const value = (t: number, s: number) => V?.[t * S + s] ?? 0;
  const T = states.length;
  const returnFrom = (t: number) => rewards.slice(t).reduce((sum, r, k) => sum + discount ** k * r, 0);
  const delta = (t: number) => {
    const later = t + 1 < T ? value(t + 1, states[t + 1]) : terminated ? 0 : value(T, last);
    return rewards[t] + discount * later - value(t, states[t]);
  };
  const advantageAt = (t: number): number => {
    switch (form.kind) {
      case "total":
        return returnFrom(0) - value(0, states[0]);
      case "to-go":
        return returnFrom(t) - value(t, states[t]);
      case "gae":
      case "lambda-return":
        return states
          .slice(t)
          .reduce(
            (sum, _, k) => sum + (discount * (form.lambda ?? 1)) ** k * delta(t + k),
            form.kind === "gae" ? 0 : value(t, states[t]),
          );
      case "action-value":
        return form.actionValues!(point)[(t * S + states[t]) * A + actions[t]] - value(t, states[t]);
      case "all-action":
        return 0;
    }
  };
  const X = new Float64Array(P);
  const C = new Float64Array(P);
  const add = (to: Float64Array, factor: number, s: number, a: number) => {
    for (const [j, x] of scoreOf(problem, s, a).entries()) to[j] += factor * x;
  };
  for (const [t, s] of states.entries()) {
    const c = form.kind === "total" || stateWeight === "none" ? 1 : discount ** t;
    add(C, c, s, actions[t]);
    if (form.kind !== "all-action") add(X, c * advantageAt(t), s, actions[t]);
    else
      for (let a = 0; a < A; a++)
        add(X, c * point.probabilities[s * A + a] * form.actionValues!(point)[(t * S + s) * A + a], s, a);
  }
  return { X, C, start: form.kind === "gae" ? advantageAt(0) : returnFrom(0) };
};
