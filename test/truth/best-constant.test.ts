import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import type { StateWeight } from "../../src/problem/objective.ts";
import { bestConstant } from "../../src/truth/discrete/best-constant.ts";
import { truthOf } from "../moments.ts";
import { environmentOf } from "../problems/environments.ts";
import { draws, estimatorOf, formOf } from "../problems/estimator-of.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { actedBy, type Problem, problemOf } from "../problems/problem-of.ts";
import { allPaths, pack, scoreOf } from "../problems/trajectories.ts";

const of = (problem: Problem, kind: "total" | "to-go", stateWeight: StateWeight = "discounted") =>
  bestConstant(problem.environment.model!, problem.point, problem.objective, kind, stateWeight)!;

/** E[A·C] / E[‖C‖²] by its definition, over all paths. */
const slow = (problem: Problem, kind: "total" | "to-go", stateWeight: StateWeight): number => {
  const { discount } = problem.objective;
  const P = problem.policy.parameters;
  let [product, square] = [0, 0];
  for (const { states, actions, rewards, probability } of allPaths(problem)) {
    const [weighted, plain] = [new Float64Array(P), new Float64Array(P)];
    const returnFrom = (t: number) => rewards.slice(t).reduce((sum, r, k) => sum + discount ** k * r, 0);
    for (const [t, s] of states.entries()) {
      const c = kind === "to-go" && stateWeight === "discounted" ? discount ** t : 1;
      const score = scoreOf(problem, s, actions[t]);
      for (let j = 0; j < P; j++) {
        plain[j] += c * score[j];
        weighted[j] += c * score[j] * returnFrom(kind === "total" ? 0 : t);
      }
    }
    product += probability * plain.reduce((sum, x, j) => sum + x * weighted[j], 0);
    square += probability * norm(plain) ** 2;
  }
  return product / square;
};

describe("the best constant baseline", () => {
  it.each([
    ["the three-state chain", threeStates()],
    ["a problem that ends anywhere", endingAnywhere()],
  ])("is E[A·C] / E[‖C‖²] on %s", (_, problem) => {
    for (const kind of ["total", "to-go"] as const)
      for (const stateWeight of ["discounted", "none"] as const)
        expect(of(problem, kind, stateWeight)).toBeCloseTo(slow(problem, kind, stateWeight), 12);
  });

  it("has less variance than its neighbors on FrozenLake", () => {
    const problem = frozenLake({ horizon: 30 });
    const best = of(problem, "to-go");
    const measure = exactMoments(problem.point, truthOf(problem))!;
    const variance = (value: number) =>
      measure(estimatorOf(problem, { kind: "reinforce", baseline: { kind: "constant", value } }), 1)!
        .totalVariance;
    expect(variance(best)).toBeLessThan(variance(best - 0.01));
    expect(variance(best)).toBeLessThan(variance(best + 0.01));
    const alike = [variance(best - 0.5), variance(best + 0.5)];
    expect(alike[0]).toBeCloseTo(alike[1], 10);
  });

  it("is 0 where no score differs from zero", () => {
    const single = environmentOf("bernoulli-bandit", { arms: [0.3] });
    expect(of(problemOf(single, [0], { discount: 1, horizon: 1 }), "total")).toBe(0);
  });
});

describe("the optimal baseline that is exact", () => {
  const arms = environmentOf("finite-mdp", {
    states: ["A"],
    actions: 3,
    start: "A",
    transitions: [1, 0.7, 0].map((reward, action) => ({ from: "A", action, reward, end: true })),
  });
  const objective = { discount: 1, horizon: 1 };
  const varianceOf = (problem: Problem, baseline: object) => {
    const estimator = estimatorOf(problem, { kind: "reinforce", return: "total", baseline });
    expect(estimator.estimand.unbiased).toBe(true);
    return exactMoments(problem.point, truthOf(problem))!(estimator, 1)!.totalVariance;
  };

  it.each([
    [0, 0.058519],
    [1, 0.725185],
    [-1, 0.725185],
  ])("with the offset %d has the total variance %d on three uniform arms", (offset, expected) => {
    const problem = problemOf(arms, [0, 0, 0], objective);
    expect(varianceOf(problem, { kind: "optimal", fit: "exact", offset })).toBeCloseTo(expected, 6);
  });

  it("follows θ", () => {
    const problem = problemOf(arms, [0, 0, 0], objective);
    const followed = estimatorOf(problem, { kind: "reinforce", baseline: { kind: "optimal", fit: "exact" } });
    const first = formOf(followed)!.values!(problem.point)[0];
    expect(first).toBeCloseTo(1.7 / 3, 14);
    problem.point.theta.set([1, 0, -2]);
    problem.point.moveTo(problem.point.theta);
    const next = formOf(followed)!.values!(problem.point)[0];
    expect(next).toBeCloseTo(slow(problem, "to-go", "discounted"), 12);
    expect(Math.abs(next - first)).toBeGreaterThan(0.01);
  });

  it("refuses what it cannot serve", () => {
    const baseline = { kind: "optimal", fit: "exact" };
    const problem = problemOf(arms, [0, 0, 0], objective);
    expect(() => estimatorOf(actedBy(problem, 0.5), { kind: "importance", baseline })).toThrow(
      new RangeError('fit "exact" needs trajectories of the policy, not of a behavior'),
    );
    const { model: _, thresholds: __, ...modelless } = arms;
    expect(() =>
      estimatorOf({ ...problem, environment: modelless }, { kind: "reinforce", baseline }),
    ).toThrow(new RangeError('fit "exact" needs a model; finite-mdp has none'));
  });

  it("adds its offset to what is fitted to a batch, too", () => {
    const problem = threeStates();
    const estimates = [
      { kind: "optimal", fit: "earlier-batch", offset: 0.5 }, // 0 + ½ before the first batch
      { kind: "constant", value: 0.5 },
    ].map((baseline) => {
      const out = new Float64Array(6);
      const batch = pack(allPaths(problem).slice(3, 7));
      estimatorOf(problem, { kind: "reinforce", baseline }).estimate(batch, problem.point, out, draws);
      return out;
    });
    expect(estimates[0]).toEqual(estimates[1]);
  });
});
