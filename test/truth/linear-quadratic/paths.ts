import type { StateWeight } from "../../../src/problem/objective.ts";
import type { QuadraticForm } from "../../../src/truth/linear-quadratic/moments/form-rewards.ts";
import { quadraticAt } from "../../../src/truth/linear-quadratic/quadratic.ts";
import type { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";

/** Nodes and weights of Gauss–Hermite quadrature with 5 points, for a standard normal: exact up to degree 9. */
const nodes: readonly (readonly [number, number])[] = [
  [0, 8 / 15],
  ...[-1, 1].flatMap((sign) =>
    [-1, 1].map(
      (side) => [sign * Math.sqrt(5 + side * Math.sqrt(10)), (7 - side * 2 * Math.sqrt(10)) / 60] as const,
    ),
  ),
];

/** One trajectory: x_t, u_t, ε_t and r_t of each step, and x_T. */
export interface Path {
  readonly probability: number;
  readonly states: readonly Float64Array[]; // [T + 1][D]
  readonly actions: readonly Float64Array[]; // [T][K]
  readonly draws: readonly Float64Array[]; // ε. # [T][K]
  readonly rewards: readonly number[]; // [T]
}

/** The trajectory of given standard normal draws, in the order x_0, then ε_t and w_t step by step; zeros are not drawn. */
export const pathOf = (
  { dynamics, control, objective }: LinearQuadraticSolution,
  draw: () => number,
  probability = 1,
): Path => {
  const { model, states: D, size: K } = dynamics;
  const { A, B, Q, R, noise, start, startDeviation, costOn } = model;
  const some = (deviation: number) => (deviation > 0 ? deviation * draw() : 0);
  const quadratic = (M: Float64Array, v: Float64Array) =>
    v.reduce((sum, a, i) => sum + v.reduce((s, b, j) => s + a * M[i * v.length + j] * b, 0), 0);
  const states = [start.map((x, i) => x + some(startDeviation[i]))];
  const actions: Float64Array[] = [];
  const draws: Float64Array[] = [];
  const rewards: number[] = [];
  for (let t = 0; t < objective.horizon; t++) {
    const x = states[t];
    const epsilon = new Float64Array(K).map(draw);
    const u = epsilon.map((e, k) =>
      x.reduce(
        (sum, v, j) => sum + control.gain[k * D + j] * v,
        control.offset(t)[k] + control.deviation[k] * e,
      ),
    );
    const next = x.map((_, i) => {
      const moved = x.reduce((sum, v, j) => sum + A[i * D + j] * v, 0);
      return u.reduce((sum, v, k) => sum + B[i * K + k] * v, moved) + some(noise[i]);
    });
    actions.push(u);
    draws.push(epsilon);
    rewards.push(-quadratic(Q, costOn === "next-state" ? next : x) - quadratic(R, u));
    states.push(next);
  }
  return { probability, states, actions, draws, rewards };
};

/** Trajectories with weights under which every polynomial of degree ≤ 9 in each draw has its exact expectation. */
export const quadraturePaths = (solution: LinearQuadraticSolution): Path[] => {
  const { model, size } = solution.dynamics;
  const positive = (deviation: Float64Array) => deviation.filter((x) => x > 0).length;
  const perStep = size + positive(model.noise);
  const count = positive(model.startDeviation) + solution.objective.horizon * perStep;
  return Array.from({ length: nodes.length ** count }, (_, number) => {
    const chosen: (readonly [number, number])[] = [];
    for (let k = 0, rest = number; k < count; k++, rest = Math.floor(rest / nodes.length))
      chosen.push(nodes[rest % nodes.length]);
    let drawn = 0;
    const probability = chosen.reduce((product, [, weight]) => product * weight, 1);
    return pathOf(solution, () => chosen[drawn++][0], probability);
  });
};

/** ψ_t of a path. # [P] */
export const scoreOf = (
  { dynamics, control, shape, theta }: LinearQuadraticSolution,
  { states, draws }: Path,
  t: number,
): Float64Array => {
  const { states: D, size: K } = dynamics;
  const out = new Float64Array(theta.length);
  for (const [k, e] of draws[t].entries()) {
    const slope = e / control.deviation[k];
    if (shape.mean === "time") out[t * K + k] = slope;
    else {
      for (let j = 0; j < D; j++) out[k * D + j] = slope * states[t][j];
      if (shape.bias) out[K * D + k] = slope;
    }
    if (shape.deviation === "learned") out[out.length - K + k] = e * e - 1;
  }
  return out;
};

/** The estimate that a form stands for, straight from its definition, step by step: X, C, R, and X_t of every step. */
export const byDefinition = (
  solution: LinearQuadraticSolution,
  { kind, lambda = 1, across, values, actionValues }: QuadraticForm,
  stateWeight: StateWeight,
  path: Path,
) => {
  const { dynamics, objective, theta } = solution;
  const { states: D, size: K } = dynamics;
  const { discount, horizon: T } = objective;
  const constant = across === "independent" ? 0 : solution.value;
  const value = (t: number) => (values ? quadraticAt(values, t, D, path.states[t]) : constant);
  const returnFrom = (t: number) => path.rewards.slice(t).reduce((sum, r, k) => sum + discount ** k * r, 0);
  const delta = (t: number) => path.rewards[t] + discount * value(t + 1) - value(t);
  const weightAt = (t: number): number => {
    switch (kind) {
      case "total":
        return returnFrom(0) - value(0);
      case "to-go":
        return returnFrom(t) - value(t);
      case "action-value": {
        const z = Float64Array.of(...path.states[t], ...path.actions[t]);
        return quadraticAt(actionValues ?? solution.actionValues, t, D + K, z) - value(t);
      }
      default: {
        let sum = kind === "gae" ? 0 : value(t);
        for (let k = t; k < T; k++) sum += (discount * lambda) ** (k - t) * delta(k);
        return sum;
      }
    }
  };
  const X = new Float64Array(theta.length);
  const C = new Float64Array(theta.length);
  const steps = Array.from({ length: T }, (_, t) => {
    const c = kind === "total" || stateWeight === "none" ? 1 : discount ** t;
    const score = scoreOf(solution, path, t);
    const weight = c * weightAt(t);
    for (const [j, x] of score.entries()) {
      C[j] += c * x;
      X[j] += weight * x;
    }
    return score.map((x) => weight * x);
  });
  return { X, C, R: returnFrom(0), steps };
};
