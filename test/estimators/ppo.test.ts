import { describe, expect, it } from "vitest";
import { dot, largest, subtract } from "../numbers.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { actedBy, type Problem } from "../problems/problem-of.ts";

const γ = 0.9;

/** Â of GAE(λ) with the exact values, step by step; the horizon of the chain is 3 and nothing terminates. */
const slowAdvantages = ({ point }: Problem, states: number[], rewards: number[], lambda: number) => {
  const V = (t: number) => (t === 3 ? 0 : point.solution!.values[3 * t + states[t]]);
  const delta = rewards.map((r, t) => r + γ * V(t + 1) - V(t));
  return delta.map((_, t) => delta.slice(t).reduce((sum, d, l) => sum + (γ * lambda) ** l * d, 0));
};

interface Options {
  readonly clip: number;
  readonly lambda: number;
}

/** The clipped surrogate L(θ') of a batch, as its definition says. */
const slowSurrogate = (
  problem: Problem,
  batch: ReturnType<ReturnType<typeof sampler>>,
  { clip, lambda }: Options,
) => {
  const { point, policy } = problem;
  return (theta: Float64Array): number => {
    const now = new Float64Array(6);
    policy.probabilities(theta, now);
    let sum = 0;
    for (let i = 0; i < batch.trajectories; i++) {
      const [first, end] = [batch.offsets[i], batch.offsets[i + 1]];
      const states = [...batch.states.subarray(first, end)];
      const advantages = slowAdvantages(problem, states, [...batch.rewards.subarray(first, end)], lambda);
      for (const [t, advantage] of advantages.entries()) {
        const row = 2 * states[t] + batch.actions[first + t];
        const ratio = now[row] / point.behavior[row];
        const clipped = Math.max(1 - clip, Math.min(1 + clip, ratio));
        sum += γ ** t * Math.min(ratio * advantage, clipped * advantage);
      }
    }
    return sum / batch.trajectories;
  };
};

/** ∇f by central differences, with an error of about 1e-10. */
const slope = (f: (theta: Float64Array) => number, theta: Float64Array): Float64Array =>
  theta.map((_, j) => {
    const moved = (h: number) => f(theta.map((x, i) => (i === j ? x + h : x)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });

describe.each([
  ["π", threeStates()],
  ["a behavior", actedBy(threeStates(), 0.5)],
])("PPO where %s acts", (who, problem) => {
  const critic = { kind: "exact" };
  const draw = sampler(problem, "test", "ppo", who);

  it.each([
    { innerSteps: 0, clip: 0.2, lambda: 0.95 },
    { innerSteps: 1, clip: 0.2, lambda: 0.95 },
    { innerSteps: 3, clip: 0.05, lambda: 0 },
    { innerSteps: 5, clip: 0.3, lambda: 1 },
  ])("is the slope of the clipped surrogate after its inner steps: %j", ({ innerSteps, ...options }) => {
    const rate = { innerLearningRate: 0.4 };
    const estimator = estimatorOf(problem, {
      kind: "ppo",
      critic,
      innerSteps,
      ...(innerSteps > 0 && rate),
      ...options,
    });
    for (let r = 0; r < 5; r++) {
      const batch = draw(4);
      const surrogate = slowSurrogate(problem, batch, options);
      let theta = problem.point.theta.slice();
      for (let step = 0; step < innerSteps; step++) {
        const direction = slope(surrogate, theta);
        theta = theta.map((x, j) => x + 0.4 * direction[j]);
      }
      const out = new Float64Array(6);
      estimator.estimate(batch, problem.point, out, draws);
      expect(largest(subtract(out, slope(surrogate, theta)))).toBeLessThan(1e-8);
      if (innerSteps === 0) continue;
      const moving = { kind: "ppo", critic, innerSteps, of: "displacement", ...rate, ...options };
      estimatorOf(problem, moving).estimate(batch, problem.point, out, draws);
      expect(largest(subtract(out, subtract(theta, problem.point.theta)))).toBeLessThan(1e-8);
    }
  });

  it("has no displacement without inner steps", () => {
    expect(() => estimatorOf(problem, { kind: "ppo", critic, of: "displacement" })).toThrow(
      'of "displacement" needs innerSteps of 1 or more; without them there is none',
    );
  });

  it("leaves θ and its tables as they were", () => {
    const before = structuredClone([
      problem.point.theta,
      problem.point.probabilities,
      problem.point.behavior,
    ]);
    const inner = { innerSteps: 4, innerLearningRate: 1 };
    const estimator = estimatorOf(problem, { kind: "ppo", critic, ...inner });
    estimator.estimate(draw(3), problem.point, new Float64Array(6), draws);
    expect([problem.point.theta, problem.point.probabilities, problem.point.behavior]).toEqual(before);
  });

  it("climbs the surrogate and stops where all that would raise it is clipped", () => {
    const batch = draw(4);
    const surrogate = slowSurrogate(problem, batch, { clip: 0.2, lambda: 0.95 });
    const out = new Float64Array(6);
    const first = estimatorOf(problem, { kind: "ppo", critic });
    first.estimate(batch, problem.point, out, draws);
    const up = problem.point.theta.map((x, j) => x + 0.01 * out[j]);
    expect(surrogate(up)).toBeGreaterThan(surrogate(problem.point.theta));
    const far = { innerSteps: 1, innerLearningRate: 1e6 };
    const last = new Float64Array(6);
    estimatorOf(problem, { kind: "ppo", critic, ...far }).estimate(batch, problem.point, last, draws);
    expect(dot(last, last)).toBeLessThan(dot(out, out));
  });
});
