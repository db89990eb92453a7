import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { exactGradient } from "../../src/truth/discrete/gradient.ts";
import { exactTruth } from "../../src/truth/exact.ts";
import { truthOf } from "../moments.ts";
import { largest } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { endingAnywhere, frozenLake, threeGradients, threeStates } from "../problems/index.ts";
import { type Problem, problemOf, withoutTables } from "../problems/problem-of.ts";
import { allPaths, discountedReturn, scoreOf } from "../problems/trajectories.ts";

const bits: Problem = problemOf(
  environmentOf("contextual-bernoulli"),
  [0.7, -1.2],
  { discount: 0.5, horizon: 1 },
  "bernoulli",
);

/** Central differences of J, with the error of order h² removed (Richardson). */
const differences = ({ point }: Problem): Float64Array => {
  const valueAt = (j: number, step: number) => {
    const moved = point.theta.slice();
    moved[j] += step;
    return point.moved(moved).exact!.value;
  };
  const slope = (j: number, h: number) => (valueAt(j, h) - valueAt(j, -h)) / (2 * h);
  return point.theta.map((_, j) => (4 * slope(j, 1e-3) - slope(j, 2e-3)) / 3);
};

describe("the exact gradient", () => {
  it.each([
    ["FrozenLake with 64 numbers of θ", frozenLake()],
    [
      "FrozenLake at its uniform policy",
      problemOf(environmentOf("frozen-lake"), new Float64Array(64), { discount: 0.99, horizon: 100 }),
    ],
    ["the three-state chain", threeStates()],
    ["a problem that may end at any step", endingAnywhere()],
    ["a Garnet", problemOf(environmentOf("garnet"), "random", { discount: 0.95, horizon: 40 })],
    ["a Garnet without discount", problemOf(environmentOf("garnet"), "random", { discount: 1, horizon: 7 })],
    ["a Garnet with γ = 0", problemOf(environmentOf("garnet"), "random", { discount: 0, horizon: 7 })],
    ["a corridor", problemOf(environmentOf("corridor"), "random", { discount: 0.9, horizon: 30 })],
    ["contextual bits under a logistic policy", bits],
    [
      "contextual bits under a softmax policy",
      problemOf(bits.environment, "random", { discount: 0.5, horizon: 1 }),
    ],
  ])("equals central differences of J on %s", (_, problem) => {
    const gradient = truthOf(problem);
    expect(norm(gradient)).toBeGreaterThan(1e-3);
    expect(largest(differences(problem).map((x, j) => x - gradient[j]))).toBeLessThan(1e-8);
  });

  it("has the golden digits on the three-state chain", () => {
    const { value, gradient, method, standardError, norm: size } = exactTruth(threeStates().point);
    expect(Math.abs(value - 0.378734293448)).toBeLessThan(6e-13);
    const golden = [-0.01521839, 0.01521839, -0.19156053, 0.19156053, 0, 0];
    expect(largest(gradient.map((x, j) => x - golden[j]))).toBeLessThan(5e-9);
    expect([method, standardError, size]).toEqual(["exact", 0, norm(gradient)]);
  });

  it.each([
    ["γᵗ", threeStates()],
    ["1", threeStates({ stateWeight: "none" })],
    ["γᵗ", endingAnywhere()],
    ["1", endingAnywhere({ stateWeight: "none" })],
  ])("weights the score at t by %s: it equals the sum over all paths of p Σ_t c_t ψ_t G_t", (_, problem) => {
    const { discount, stateWeight } = problem.objective;
    const slow = new Float64Array(problem.policy.parameters);
    for (const path of allPaths(problem)) {
      for (const [t, state] of path.states.entries()) {
        const rest = discountedReturn({ ...path, rewards: path.rewards.slice(t) }, discount);
        const weight = path.probability * (stateWeight === "none" ? 1 : discount ** t) * rest;
        const score = scoreOf(problem, state, path.actions[t]);
        for (let j = 0; j < slow.length; j++) slow[j] += weight * score[j];
      }
    }
    expect(largest(truthOf(problem).map((x, j) => x - slow[j]))).toBeLessThan(1e-14);
  });

  it.each([0.2, 0.5, 0.9])(
    "of a logit shared by all states is 0.25, 6.5 and −0.5 times p(1 − p), p = %d",
    (p) => {
      const theta = Float64Array.from({ length: 10 }, (_, j) => (j % 2 === 1 ? Math.log(p / (1 - p)) : 0));
      const shared = (objective: Parameters<typeof threeGradients>[1]) =>
        truthOf(threeGradients(theta, objective)).reduce((sum, x, j) => (j % 2 === 1 ? sum + x : sum), 0);
      const spread = p * (1 - p);
      expect(shared({})).toBeCloseTo(0.25 * spread, 14);
      expect(shared({ discount: 1 })).toBeCloseTo(6.5 * spread, 14);
      expect(shared({ discount: 1, stateWeight: "none" })).toBeCloseTo(6.5 * spread, 14);
      expect(shared({ stateWeight: "none" })).toBeCloseTo(-0.5 * spread, 14); // the opposite sign of both
    },
  );

  it("of contextual bits is Σ_x P(x) (r₁ − r₀) p(1 − p) x", () => {
    const contexts = [
      { weight: 0.5, x: [1, 0.5], gain: 0.5 },
      { weight: 0.25, x: [-2, 1], gain: -0.4 },
      { weight: 0.25, x: [0.3, -1], gain: 0.5 },
    ];
    const expected = [0, 1].map((j) =>
      contexts.reduce((sum, { weight, x, gain }) => {
        const p = 1 / (1 + Math.exp(-(0.7 * x[0] - 1.2 * x[1])));
        return sum + weight * gain * p * (1 - p) * x[j];
      }, 0),
    );
    expect(largest(truthOf(bits).map((g, j) => g - expected[j]))).toBeLessThan(1e-15);
  });

  it("needs a model", () => {
    const { objective, point } = withoutTables(threeStates());
    expect(point.solution).toBeUndefined();
    expect(() => exactGradient(point, objective, new Float64Array(6))).toThrow(TypeError);
  });
});
