import { normal } from "../src/random.ts";
import type { ContinuousEnvironment } from "./contract/environment.ts";
import type { LinearQuadraticModel, StepSlopes } from "./contract/models.ts";
import { continuousKind } from "./kind.ts";
import { linearQuadraticOptions, modelOf } from "./linear-quadratic-options.ts";

/** The terms of vᵀMv, M symmetric, that are not zero: Σ_k coefficient_k v_{row_k} v_{column_k}. */
const termsOf = (matrix: Float64Array, size: number) => {
  const terms: [row: number, column: number, coefficient: number][] = [];
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++)
      if (matrix[i * size + j] !== 0) terms.push([i, j, (i === j ? 1 : 2) * matrix[i * size + j]]);
  return {
    row: Int32Array.from(terms, (term) => term[0]),
    column: Int32Array.from(terms, (term) => term[1]),
    coefficient: Float64Array.from(terms, (term) => term[2]),
  };
};

type Terms = ReturnType<typeof termsOf>;

const quadratic = ({ row, column, coefficient }: Terms, v: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < coefficient.length; k++) sum += coefficient[k] * v[row[k]] * v[column[k]];
  return sum;
};

/** Samples a linear-quadratic model; a coordinate without noise draws nothing. */
export const linearQuadraticEnvironment = (model: LinearQuadraticModel): ContinuousEnvironment => {
  const { A, B, noise, start, startDeviation } = model;
  const D = start.length;
  const K = B.length / D;
  const stateCost = termsOf(model.Q, D);
  const actionCost = termsOf(model.R, K);
  const paysNext = model.costOn === "next-state";
  const next = new Float64Array(D);
  return {
    kind: "linear-quadratic",
    stateSize: D,
    observationSize: D,
    action: { size: K },
    model,
    slopes: slopesOf(model),
    reset(state, random) {
      for (let i = 0; i < D; i++)
        state[i] = startDeviation[i] > 0 ? start[i] + startDeviation[i] * normal(random) : start[i];
    },
    step(state, action, random, outcome) {
      const before = paysNext ? 0 : quadratic(stateCost, state);
      for (let i = 0; i < D; i++) {
        let sum = 0;
        for (let j = 0; j < D; j++) sum += A[i * D + j] * state[j];
        for (let j = 0; j < K; j++) sum += B[i * K + j] * action[j];
        next[i] = sum;
      }
      for (let i = 0; i < D; i++) state[i] = noise[i] > 0 ? next[i] + noise[i] * normal(random) : next[i];
      outcome.reward = -((paysNext ? quadratic(stateCost, state) : before) + quadratic(actionCost, action));
      outcome.terminated = false;
    },
  };
};

/**
 * ∂s'/∂s = A and ∂s'/∂a = B. The reward −(s'ᵀQs' + aᵀRa) has the slopes −2AᵀQs' and −2BᵀQs' − 2Ra; where s is paid
 * for, −2Qs and −2Ra.
 */
const slopesOf = ({ A, B, Q, R, costOn }: LinearQuadraticModel): StepSlopes => {
  const D = Math.sqrt(A.length);
  const K = B.length / D;
  const weighted = new Float64Array(D); // −2Qy
  return {
    at(state, action, next, out) {
      const paid = costOn === "next-state" ? next : state;
      out.state.set(A);
      out.action.set(B);
      for (let i = 0; i < D; i++) {
        weighted[i] = 0;
        for (let j = 0; j < D; j++) weighted[i] -= 2 * Q[i * D + j] * paid[j];
      }
      for (let k = 0; k < K; k++) {
        out.rewardAction[k] = 0;
        for (let j = 0; j < K; j++) out.rewardAction[k] -= 2 * R[k * K + j] * action[j];
      }
      if (costOn === "current-state") {
        out.rewardState.set(weighted);
        return;
      }
      for (let j = 0; j < D; j++) {
        out.rewardState[j] = 0;
        for (let i = 0; i < D; i++) out.rewardState[j] += A[i * D + j] * weighted[i];
      }
      for (let k = 0; k < K; k++)
        for (let i = 0; i < D; i++) out.rewardAction[k] += B[i * K + k] * weighted[i];
    },
  };
};

/**
 * x' = A x + B u + w, w ~ N(0, diag(noise²)), x₀ ~ N(start, diag(startDeviation²)), with the reward
 * −(yᵀQy + uᵀRu), where y is x' or x. It never ends: only the horizon truncates it.
 */
export const linearQuadratic = continuousKind({
  summary: "linear dynamics with Gaussian noise and quadratic costs: given, a preset or random",
  options: linearQuadraticOptions,
  create(options) {
    const model = modelOf(options, ([name], message) => {
      throw new RangeError(`linear-quadratic: ${name}: ${message}`);
    });
    if (model === undefined) throw new RangeError("linear-quadratic: expected A and B, a preset or random");
    return linearQuadraticEnvironment(model);
  },
});
