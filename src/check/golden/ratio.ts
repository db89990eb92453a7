import type { FiniteModel } from "../../../envs/contract/models.ts";
import { norm } from "../../linear-algebra/norm.ts";
import type { DiscretePoint } from "../../problem/point.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, goldenProblem, truthOf } from "./problem.ts";

/** From s0, a0 pays 1 and ends; a1 leads to s1, where a0 ends and a1 pays 0.5 and stays. */
export const RATIO: Golden = {
  environment: {
    kind: "finite-mdp",
    states: ["s0", "s1"],
    actions: ["a0", "a1"],
    start: "s0",
    transitions: [
      { from: "s0", action: "a0", reward: 1, end: true },
      { from: "s0", action: "a1", to: "s1" },
      { from: "s1", action: "a0", end: true },
      { from: "s1", action: "a1", to: "s1", reward: 0.5 },
    ],
  },
  objective: { discount: 1, horizon: 10 },
  theta: [0, 0, 0, 1],
};

/**
 * Total-return REINFORCE averaged over time steps, Σ_i R_i S_i / Σ_i T_i: the cosine of its exact expectation
 * with ∇J. With p(T) the distribution of lengths and h(T) = E[R S; T], the expectation is
 * n Σ_T h(T) E[1/(T + T_2 + … + T_n)], by convolution of p with itself.
 */
export function* ratio(): Generator<Claim> {
  const { environment, point, objective } = goldenProblem(RATIO);
  if (environment.model === undefined) return;
  const { lengths, sums } = byLength(environment.model, point, objective.horizon);
  const truth = truthOf({ point });
  const golden: [number, number][] = [
    [1, 0.13],
    [2, 0.54],
    [4, 0.9],
    [16, 0.998],
  ];
  for (const [n, cosine] of golden) {
    let others = Float64Array.of(1); // distribution of T_2 + … + T_n
    for (let i = 1; i < n; i++) others = convolved(others, lengths);
    const mean = new Float64Array(truth.length);
    for (const [length, sum] of sums.entries()) {
      let inverse = 0;
      for (let rest = 0; rest < others.length; rest++)
        if (length > 0) inverse += others[rest] / (length + rest);
      for (let j = 0; j < mean.length; j++) mean[j] += n * inverse * sum[j];
    }
    const dot = mean.reduce((total, value, j) => total + value * truth[j], 0);
    const figure = dot / (norm(mean) * norm(truth));
    yield near(`ratio estimator: cosine of the expectation at n = ${n}`, figure, cosine, 0.01);
  }
}

/** The distribution of lengths, and E[R S; T = length], by following every path. */
const byLength = (model: FiniteModel, point: DiscretePoint, horizon: number) => {
  const { states: S, actions: A, initial, start, probability, next, reward, terminated } = model;
  const lengths = new Float64Array(horizon + 1);
  const sums = Array.from({ length: horizon + 1 }, () => new Float64Array(point.theta.length));
  const score = new Float64Array(point.theta.length);
  const counts = new Float64Array(S * A);
  const follow = (state: number, t: number, mass: number, total: number): void => {
    for (let row = state * A; row < (state + 1) * A; row++) {
      counts[row]++;
      for (let o = start[row]; o < start[row + 1]; o++) {
        const reached = mass * point.probabilities[row] * probability[o];
        const earned = total + reward[o];
        if (terminated[o] === 0 && t + 1 < horizon) {
          follow(next[o], t + 1, reached, earned);
          continue;
        }
        lengths[t + 1] += reached;
        point.policy.weightedScores(point.probabilities, counts, score);
        for (let j = 0; j < score.length; j++) sums[t + 1][j] += reached * earned * score[j];
      }
      counts[row]--;
    }
  };
  for (let s = 0; s < S; s++) if (initial[s] > 0) follow(s, 0, initial[s], 0);
  return { lengths, sums };
};

const convolved = (a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> => {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j] += a[i] * b[j];
  return out;
};
