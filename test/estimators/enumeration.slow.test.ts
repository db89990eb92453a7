import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { enumeratedMoments, truthOf } from "../moments.ts";
import { dot, largest, subtract } from "../numbers.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { endingAnywhere, threeStates } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";
import { allPaths, discountedReturn, scoreOf } from "../problems/trajectories.ts";
import { variantsOf } from "../variants.ts";

const problems = {
  "the three-state chain": threeStates(),
  "the three-state chain without γᵗ": threeStates({ stateWeight: "none" }),
  "a problem that may end at any step": endingAnywhere(),
  "a problem that may end at any step, without γᵗ": endingAnywhere({ stateWeight: "none" }),
  "a problem that may end at any step, γ = 1": endingAnywhere({ discount: 1 }),
};

/**
 * Without a factor γᵗ, the mean of the batch's own returns from (s,a), at each visit of (s,a), adds up to the returns
 * themselves: the estimate is that of reward-to-go, which is unbiased where no γᵗ is due.
 */
const isReinforceInDisguise = (name: string, { objective }: Problem): boolean =>
  name === "q-actor-critic false monte-carlo-q same-batch none"
    ? objective.stateWeight === "none" || objective.discount === 1
    : name === "q-actor-critic false monte-carlo-q same-batch discounted" && objective.discount === 1;

it("an action value fitted to its own batch by Monte Carlo gives the estimates of reward-to-go without γᵗ", () => {
  const problem = endingAnywhere();
  const [q, toGo] = [
    { kind: "q-actor-critic", advantage: false, critic: { kind: "monte-carlo-q", fit: "same-batch" } },
    { kind: "reinforce" },
  ].map((options) => estimatorOf(problem, { ...options, stateWeight: "none" }));
  const [a, b] = [new Float64Array(4), new Float64Array(4)];
  const batch = sampler(problem, "test", "disguise")(20);
  q.estimate(batch, problem.point, a, draws);
  toGo.estimate(batch, problem.point, b, draws);
  expect(largest(subtract(a, b))).toBeLessThan(1e-14);
});

describe.each(Object.entries(problems))("over all paths of %s", (_, problem) => {
  const truth = truthOf(problem);

  const variants = variantsOf(problem).map(({ name, estimator }) => [name, estimator] as const);
  const draw = sampler(problem, "test", "earlier");
  for (const [, { memory }] of variants) {
    for (let i = 0; memory && i < 2; i++) memory.update(draw(8), problem.point); // whatever it was, the mean stays the truth
  }

  it.each(variants.filter(([name]) => !isReinforceInDisguise(name, problem)))(
    "%s is unbiased if and only if it says so",
    (_name, estimator) => {
      const { mean } = enumeratedMoments(problem, estimator, estimator.takes.fewest);
      const bias = norm(subtract(mean, truth));
      if (estimator.estimand.unbiased) expect(bias).toBeLessThan(1e-13);
      else expect(bias).toBeGreaterThan(1e-4);
    },
  );
});

describe("over all 60 paths of the three-state chain", () => {
  const problem = threeStates();
  const truth = truthOf(problem);
  const critic = { kind: "exact" };
  const exactly = (options: object, n = 1) => enumeratedMoments(problem, estimatorOf(problem, options), n);

  it.each([
    ["total return", 0.472406151783, { kind: "reinforce", return: "total" }],
    [
      "total return minus J",
      0.2158896340703,
      { kind: "reinforce", return: "total", baseline: { kind: "value", critic } },
    ],
    ["reward-to-go", 0.316435385051, { kind: "reinforce", return: "to-go" }],
    [
      "reward-to-go minus V",
      0.1235787465121,
      { kind: "reinforce", return: "to-go", baseline: { kind: "value", critic } },
    ],
    ["the TD error of V", 0.0499837979429, { kind: "actor-critic", advantage: "td", critic }],
    ["the exact advantage", 0.0427885322345, { kind: "q-actor-critic", critic }],
    ["all-action", 0.0227467408186, { kind: "all-action", critic }],
  ])("%s has the total variance %d", (_, expected, options) => {
    expect(Math.abs(exactly(options).totalVariance - expected)).toBeLessThan(2e-12);
  });

  it("a batch of two has half the total variance of one", () => {
    const one = exactly({ kind: "reinforce" }).totalVariance;
    expect(Math.abs(exactly({ kind: "reinforce" }, 2).totalVariance - one / 2)).toBeLessThan(1e-13);
  });

  it("dropping γᵗ biases reward-to-go by 0.0421 in norm and leaves its direction at a cosine of 0.99991", () => {
    const { mean } = exactly({ kind: "reinforce", stateWeight: "none" });
    expect(norm(subtract(mean, truth))).toBeCloseTo(0.0421, 4);
    expect(dot(mean, truth) / norm(mean) / norm(truth)).toBeCloseTo(0.99991, 5);
    expect(largest(subtract(mean, truthOf(threeStates({ stateWeight: "none" }))))).toBeLessThan(1e-14);
  });

  it.each([1, 2])("the mean of its own batch of %i scales the total return's mean by 1 − 1/n", (n) => {
    const { mean } = exactly({ kind: "reinforce", return: "total", baseline: { kind: "batch-mean" } }, n);
    expect(largest(mean.map((x, j) => x - (1 - 1 / n) * truth[j]))).toBeLessThan(1e-14);
  });

  it.each([
    ["discounted", 2],
    ["none", 1],
  ] as const)(
    "with reward-to-go (state weight %s) it takes away Σ γ^(%i t) ψ_t G_t / n instead",
    (stateWeight, power) => {
      const { mean } = exactly({ kind: "reinforce", stateWeight, baseline: { kind: "batch-mean" } }, 2);
      const expected = new Float64Array(6);
      for (const path of allPaths(problem)) {
        for (const [t, state] of path.states.entries()) {
          const rest = discountedReturn({ ...path, rewards: path.rewards.slice(t) }, 0.9);
          const weight =
            path.probability * ((stateWeight === "none" ? 1 : 0.9 ** t) - 0.9 ** (power * t) / 2) * rest;
          for (const [j, x] of scoreOf(problem, state, path.actions[t]).entries()) expected[j] += weight * x;
        }
      }
      expect(largest(subtract(mean, expected))).toBeLessThan(1e-14);
    },
  );
});
