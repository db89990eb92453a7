import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import { exact as exactCritic } from "../../src/critics/exact/exact.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { decomposeVariance } from "../../src/diagnostics/variance/variance-decomposition.ts";
import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import type { StateWeight } from "../../src/problem/objective.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { batchMoments } from "../../src/truth/discrete/batch.ts";
import { exactGradient } from "../../src/truth/discrete/gradient.ts";
import { frameOf } from "../../src/truth/linear-quadratic/moments/frame.ts";
import { trajectoryMoments } from "../../src/truth/linear-quadratic/moments/trajectory-moments.ts";
import { cart, endingAnywhere, frozenLake, payingArms, plane, threeStates } from "../problems/index.ts";
import { actedBy, type Problem, type Scene } from "../problems/problem-of.ts";
import { figure, offBy, quadraticCritic, solutionOf } from "./known-critics.ts";

/** Of |z|, for some forty figures: a right one exceeds it with probability 3e-3 in all. The seeds are fixed. */
const LIMIT = 4;

type Figures = Record<"trajectory" | "action" | "state" | "steps" | "total", number>;

const NAMES = {
  trajectory: "trajectory_variance",
  action: "action_variance",
  state: "state_variance",
  steps: "step_covariance",
  total: "total_variance",
} as const;

/** How many standard errors each figure is off. */
const misses = (diagnostics: readonly Diagnostic[], exact: Figures): Figures => {
  const off = (part: keyof Figures) => offBy(figure(diagnostics, NAMES[part]), exact[part]);
  return {
    trajectory: off("trajectory"),
    action: off("action"),
    state: off("state"),
    steps: off("steps"),
    total: off("total"),
  };
};

const largest = (all: Figures): number => Math.max(...Object.values(all).map(Math.abs));

const exactOf = (
  { point, objective, policy }: Problem,
  stateWeight: StateWeight,
  baseline: boolean,
): Figures => {
  const truth = new Float64Array(policy.parameters);
  exactGradient(point, objective, truth);
  const estimator: Estimator = {
    estimand: { stateWeight, unbiased: true },
    takes: ANY_BATCH,
    law: {
      kind: "form",
      form: {
        kind: "to-go",
        across: "independent",
        ...(baseline && { values: () => point.solution!.values }),
      },
    },
    estimate: () => 0,
  };
  const moments = exactMoments(point, truth)!(estimator, 1)!;
  return {
    trajectory: moments.trajectoryVariance!,
    action: moments.actionVariance!,
    state: moments.stateVariance!,
    steps: moments.stepCovariance!,
    total: moments.totalVariance,
  };
};

const cost = { blocks: 300, blockSize: 8, times: 30, actions: 4, branches: 2 };

const decompose = (
  place: Parameters<typeof decomposeVariance>[0],
  stateWeight: StateWeight,
  baseline?: Critic,
  change: Partial<typeof cost> = {},
) =>
  decomposeVariance(
    place,
    { subject: "agent", stateWeight, ...(baseline && { baseline }) },
    ["test", "decomposition"],
    {
      ...cost,
      ...change,
    },
  );

const problems: [string, Problem][] = [
  ["the three-state chain", threeStates()],
  ["a problem that may end at any step", endingAnywhere()],
  ["FrozenLake", frozenLake({ horizon: 12, discount: 0.9 })],
];

describe.each(problems)("on %s the sampled parts are the exact ones", (_, problem) => {
  it.each([
    ["discounted", false],
    ["discounted", true],
    ["none", false],
  ] as const)("state weight %s, minus V: %s", (stateWeight, minusValue) => {
    const exact = exactOf(problem, stateWeight, minusValue);
    const sampled = decompose(problem.point, stateWeight, minusValue ? exactCritic : undefined);
    expect(sampled.map(({ name }) => name)).toEqual(Object.values(NAMES));
    expect(sampled.every(({ subject }) => subject === "agent")).toBe(true);
    expect(largest(misses(sampled, exact))).toBeLessThan(LIMIT);
    // what is wrong would show
    const other = exactOf(problem, stateWeight === "none" ? "discounted" : "none", minusValue);
    expect(largest(misses(sampled, other))).toBeGreaterThan(LIMIT);
    expect(largest(misses(sampled, exactOf(problem, stateWeight, !minusValue)))).toBeGreaterThan(LIMIT);
  });

  it("at some of the times, taken at random, too", () => {
    const exact = exactOf(problem, "discounted", false);
    const some = decompose(problem.point, "discounted", undefined, { times: 2, blocks: 300 });
    expect(largest(misses(some, exact))).toBeLessThan(LIMIT);
    expect(figure(some, "total_variance").value).not.toBe(figure(some, "trajectory_variance").value);
  });
});

describe("without the corrections for noise", () => {
  const problem = threeStates();
  const exact = exactOf(problem, "discounted", true);
  const sampled = decompose(problem.point, "discounted", exactCritic);
  const { trajectory, action, state } = {
    trajectory: figure(sampled, "trajectory_variance"),
    action: figure(sampled, "action_variance"),
    state: figure(sampled, "state_variance"),
  };

  it("the spread between actions would be found out: S² is larger by v/b", () => {
    const naive = action.value + trajectory.value / cost.branches;
    expect((naive - exact.action) / (action.standardError + trajectory.standardError)).toBeGreaterThan(LIMIT);
  });

  it("the spread between states would be found out: it is larger by S²/m", () => {
    const spread = action.value + trajectory.value / cost.branches;
    const naive = state.value + spread / cost.actions;
    const error = state.standardError + action.standardError + trajectory.standardError;
    expect((naive - exact.state) / error).toBeGreaterThan(LIMIT);
  });
});

describe("on a linear-quadratic problem", () => {
  const exactParts = (scene: Scene, stateWeight: StateWeight, minusValue: boolean): Figures => {
    const solution = solutionOf(scene);
    const form = { kind: "to-go", across: "independent" } as const;
    const moments = trajectoryMoments(
      frameOf(solution)!,
      { ...form, ...(minusValue && { values: solution.values }) },
      stateWeight,
    )!;
    const { totalVariance } = batchMoments(moments, "independent", 1, 1)!;
    const { trajectory, action, state } = moments.parts;
    return {
      ...{ trajectory, action, state, total: totalVariance },
      steps: totalVariance - trajectory - action - state,
    };
  };

  it.each([
    ["discounted", false],
    ["none", true],
  ] as const)("the sampled parts are the exact ones: state weight %s, minus V: %s", (weight, minusValue) => {
    const scene = plane({ discount: 0.6 });
    const sampled = decompose(scene.point, weight, minusValue ? quadraticCritic(scene) : undefined);
    expect(largest(misses(sampled, exactParts(scene, weight, minusValue)))).toBeLessThan(LIMIT);
    const other = weight === "none" ? "discounted" : "none";
    expect(largest(misses(sampled, exactParts(scene, other, minusValue)))).toBeGreaterThan(LIMIT);
    expect(largest(misses(sampled, exactParts(scene, weight, !minusValue)))).toBeGreaterThan(LIMIT);
  });
});

describe("the variance decomposition", () => {
  it("finds nothing beside the action where nothing else is random", () => {
    const arms = decompose(payingArms([1, 2, 4]).point, "discounted");
    expect(figure(arms, "trajectory_variance")).toEqual({
      ...{ subject: "agent", name: "trajectory_variance", value: 0, standardError: 0 },
    });
    // three equal arms: ψ = e_a − ⅓, and E‖ψ r‖² − ‖E[ψ r]‖² = 21/3 · ⅔ − ‖(1, 2, 4)/3 − 7/9‖²
    const exact = 14 / 3 - (21 / 9 - 49 / 27);
    expect(Math.abs(offBy(figure(arms, "action_variance"), exact))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(figure(arms, "state_variance"), 0))).toBeLessThan(LIMIT);
  });

  it("is the same from the same key, adds up, and leaves the policy alone", () => {
    const scene = cart(12);
    const place = scene.point;
    const before = new Float64Array(scene.point.theta);
    const small = { blocks: 4, times: 3 };
    const one = decompose(place, "discounted", undefined, small);
    expect(decompose(place, "discounted", undefined, small)).toEqual(one);
    expect(scene.point.theta).toEqual(before);
    const [trajectory, action, state, steps, total] = one.map(({ value }) => value);
    expect(trajectory + action + state + steps).toBeCloseTo(total, 12);
    expect(one.every(({ standardError }) => standardError > 0)).toBe(true);
  });

  it("has the standard errors that its spread has", () => {
    const repeated = Array.from({ length: 120 }, (_, r) =>
      decomposeVariance(
        threeStates().point,
        { subject: "agent", stateWeight: "none" },
        ["test", "spread", r],
        {
          ...{ blocks: 20, blockSize: 3, times: 2, actions: 2, branches: 2 },
        },
      ),
    );
    for (const part of Object.values(NAMES)) {
      const all = repeated.map((found) => figure(found, part));
      const claimed = mean(Float64Array.from(all, ({ standardError }) => standardError ** 2));
      const spread = variance(Float64Array.from(all, ({ value }) => value));
      expect(claimed / spread).toBeGreaterThan(0.6); // χ² with 119 degrees of freedom: ± 0.13
      expect(claimed / spread).toBeLessThan(1.6);
    }
  });

  it("is refused to a behavior, to critics that fit themselves to the batch, and for single draws", () => {
    const problem = threeStates();
    expect(() => decompose(actedBy(problem, 0.2).point, "none")).toThrow(
      new RangeError(
        "the variance decomposition needs trajectories of the policy; the study names a behavior",
      ),
    );
    expect(() => decompose(problem.point, "none", { ...exactCritic, fit: "same-batch" })).toThrow(
      new RangeError('the variance decomposition needs a fixed baseline; its fit is "same-batch"'),
    );
    expect(() => decompose(problem.point, "none", undefined, { branches: 1 })).toThrow(
      new RangeError("branches must be 2 or more; got 1"),
    );
  });
});
