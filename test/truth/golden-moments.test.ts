import { describe, expect, it } from "vitest";
import { finiteEnvironment } from "../../envs/finite-environment.ts";
import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import type { ExactMoments } from "../../src/moments/compared.ts";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import type { StateWeight } from "../../src/problem/objective.ts";
import type { EstimatorForm } from "../../src/truth/discrete/estimator-form.ts";
import { truthOf } from "../moments.ts";
import { subtract } from "../numbers.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { allPaths, pack, scoreOf } from "../problems/trajectories.ts";
import { branching, uneven } from "./moments.ts";

const measureOf = (problem: Problem) => exactMoments(problem.point, truthOf(problem))!;

const ofForm = (form: EstimatorForm, stateWeight: StateWeight = "discounted"): Estimator => ({
  estimand: { stateWeight, unbiased: true },
  takes: ANY_BATCH,
  law: { kind: "form", form },
  estimate: () => 0,
});

describe("the golden variances of one trajectory's estimate on the three-state chain", () => {
  const problem = threeStates();
  const { values, actionValues } = problem.point.solution!;
  const measure = measureOf(problem);
  const across = "independent";
  const J = problem.point.solution!.value;

  const golden: [string, number, EstimatorForm][] = [
    ["total return", 0.472406151783, { kind: "total", across }],
    [
      "total return minus E[R]",
      0.2158896340703,
      { kind: "total", across, values: () => new Float64Array(12).fill(J) },
    ],
    ["reward-to-go", 0.3164353850516, { kind: "to-go", across }],
    ["reward-to-go minus V", 0.1235787465121, { kind: "to-go", across, values: () => values }],
    [
      "GAE(1) of V, which is the same",
      0.1235787465121,
      { kind: "gae", lambda: 1, across, values: () => values },
    ],
    ["the exact advantage", 0.0427885322345, { kind: "action-value", across, values: () => values }],
    ["the TD error of V", 0.0499837979429, { kind: "gae", lambda: 0, across, values: () => values }],
    ["all-action", 0.0227467408186, { kind: "all-action", across, actionValues: () => actionValues }],
  ];

  it.each(golden)("%s: %d, without bias", (_, expected, form) => {
    const { totalVariance, biasNorm, method } = measure(ofForm(form), 1)!;
    expect(Math.abs(totalVariance - expected)).toBeLessThan(1e-12);
    expect(biasNorm).toBeLessThan(1e-15);
    expect(method).toBe("recursion");
  });

  it("without γᵗ reward-to-go has a bias of 0.0421 and a cosine of 0.99991", () => {
    const { biasNorm, cosine, meanNorm } = measure(ofForm({ kind: "to-go", across }, "none"), 1)!;
    expect(biasNorm).toBeCloseTo(0.0421, 4);
    expect(cosine).toBeCloseTo(0.99991, 5);
    expect(meanNorm).toBeCloseTo(norm(truthOf(threeStates({ stateWeight: "none" }))), 14);
  });
});

/** The parts of the variance by their definitions, from conditional means over all paths. */
const slowParts = (
  problem: Problem,
  weightOf: (path: ReturnType<typeof allPaths>[number], t: number) => number,
) => {
  const { discount, horizon } = problem.objective;
  const P = problem.policy.parameters;
  const paths = allPaths(problem);
  const parts = { trajectory: 0, action: 0, state: 0 };
  const mass = (some: typeof paths) => some.reduce((sum, { probability }) => sum + probability, 0);
  for (let t = 0; t < horizon; t++) {
    const alive = paths.filter(({ states }) => states.length > t);
    const stepMean = new Float64Array(P);
    for (const s of new Set(alive.map(({ states }) => states[t]))) {
      const here = alive.filter(({ states }) => states[t] === s);
      const rows = [...new Set(here.map(({ actions }) => actions[t]))].map((a) => {
        const taken = here.filter(({ actions }) => actions[t] === a);
        const mean = taken.reduce((sum, p) => sum + p.probability * weightOf(p, t), 0) / mass(taken);
        const square = norm(scoreOf(problem, s, a)) ** 2;
        for (const path of taken)
          parts.trajectory +=
            discount ** (2 * t) * path.probability * square * (weightOf(path, t) - mean) ** 2;
        return { p: mass(taken), vector: scoreOf(problem, s, a).map((x) => mean * x) };
      });
      const center = new Float64Array(P).map(
        (_, j) => rows.reduce((sum, row) => sum + row.p * row.vector[j], 0) / mass(here),
      );
      for (const { p, vector } of rows)
        parts.action += discount ** (2 * t) * p * norm(subtract(vector, center)) ** 2;
      parts.state += discount ** (2 * t) * mass(here) * norm(center) ** 2;
      for (let j = 0; j < P; j++) stepMean[j] += mass(here) * center[j];
    }
    parts.state -= discount ** (2 * t) * norm(stepMean) ** 2;
  }
  return parts;
};

const partsOf = ({ trajectoryVariance, actionVariance, stateVariance }: ExactMoments) => ({
  trajectory: trajectoryVariance,
  action: actionVariance,
  state: stateVariance,
});

describe("the parts of the variance", () => {
  const across = "independent";
  const returnFrom = (rewards: readonly number[], discount: number) =>
    rewards.reduce((sum, r, k) => sum + discount ** k * r, 0);

  it.each([
    ["the three-state chain", threeStates()],
    ["a problem that ends", branching()],
  ])("of reward-to-go minus b are those of their definitions on %s", (_, problem) => {
    const { horizon, discount } = problem.objective;
    const table = uneven((horizon + 1) * 3, 5);
    const moments = measureOf(problem)(ofForm({ kind: "to-go", across, values: () => table }), 1)!;
    const slow = slowParts(
      problem,
      (path, t) => returnFrom(path.rewards.slice(t), discount) - table[t * 3 + path.states[t]],
    );
    for (const [part, value] of Object.entries(partsOf(moments)))
      expect(value, part).toBeCloseTo(slow[part as keyof typeof slow], 13);
    const { totalVariance, stepCovariance } = moments;
    expect(slow.trajectory + slow.action + slow.state + stepCovariance!).toBeCloseTo(totalVariance, 13);
  });

  it("of the total return minus b(s₀) count what was earned before, without γᵗ", () => {
    const problem = branching();
    const undiscounted = branching({ discount: 1 });
    for (const [one, discount] of [
      [problem, 0.8],
      [undiscounted, 1],
    ] as const) {
      const table = uneven(12, 5);
      const moments = measureOf(one)(ofForm({ kind: "total", across, values: () => table }), 1)!;
      const slow = slowParts(
        one,
        (path, t) => (returnFrom(path.rewards, discount) - table[path.states[0]]) / discount ** t, // c = 1
      );
      for (const [part, value] of Object.entries(partsOf(moments)))
        expect(value, part).toBeCloseTo(slow[part as keyof typeof slow], 12);
    }
  });

  it("are all of it where there is one step, and are divided by n", () => {
    const measure = measureOf(branching({ horizon: 1 }));
    const one = measure(ofForm({ kind: "to-go", across }), 1)!;
    expect(Math.abs(one.stepCovariance!)).toBeLessThan(1e-15);
    expect(Math.min(one.trajectoryVariance!, one.actionVariance!, one.stateVariance!)).toBeGreaterThan(0.01);
    const ten = measure(ofForm({ kind: "to-go", across }), 10)!;
    expect(ten.actionVariance).toBeCloseTo(one.actionVariance! / 10, 15);
    expect(ten.totalVariance).toBeCloseTo(one.totalVariance / 10, 15);
  });

  it("vanish where nothing happens by chance, to the last digit of a large reward", () => {
    const sure = finiteEnvironment("sure", {
      states: 2,
      actions: 2,
      initial: [1, 0],
      outcomes: (s, a) => [[1, 1, 1e6 + s - a, s === 1]],
    });
    const problem = problemOf(sure, [0.3, 0, 0, 0.1], { discount: 0.9, horizon: 2 });
    const { actionValues, values } = problem.point.solution!;
    const measure = measureOf(problem);
    const allAction = measure(ofForm({ kind: "all-action", across, actionValues: () => actionValues }), 1)!;
    expect(partsOf(allAction)).toEqual({ trajectory: 0, action: 0, state: 0 });
    const td = measure(ofForm({ kind: "gae", lambda: 0, across, values: () => values }), 1)!;
    expect(td.trajectoryVariance).toBe(0);
    expect(td.totalVariance).toBeLessThan(1);
  });
});

describe("exact moments", () => {
  it("of an estimator whose form does not hold would differ from its enumeration", () => {
    const problem = threeStates();
    const estimator = estimatorOf(problem, { kind: "reinforce", return: "to-go" });
    const measure = measureOf(problem);
    const exact = measure(estimator, 3)!;
    const counted = measure({ ...estimator, law: { kind: "mean" } }, 3)!;
    expect(counted.method).toBe("enumeration");
    expect(counted.totalVariance).toBeCloseTo(exact.totalVariance, 13);
    const wrong = measure(
      { ...estimator, law: { kind: "form", form: { kind: "total", across: "independent" } } },
      3,
    )!;
    expect(Math.abs(counted.totalVariance - wrong.totalVariance)).toBeGreaterThan(0.01);
  });

  it("say that the batch mean of one trajectory points nowhere", () => {
    const problem = threeStates();
    const options = { kind: "reinforce", return: "total", baseline: { kind: "batch-mean" } };
    const { meanNorm, cosine, totalVariance, biasNorm } = measureOf(problem)(
      estimatorOf(problem, options),
      1,
    )!;
    expect([meanNorm, cosine]).toEqual([0, Number.NaN]); // no direction
    expect(totalVariance).toBeLessThan(1e-15);
    expect(biasNorm).toBe(norm(truthOf(problem)));
    const out = new Float64Array(6);
    estimatorOf(problem, options).estimate(pack(allPaths(problem).slice(0, 1)), problem.point, out, draws);
    expect([...out]).toEqual(Array(6).fill(0));
  });
});
