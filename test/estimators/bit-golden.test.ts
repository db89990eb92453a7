import { describe, expect, it } from "vitest";
import { flips, halvings, noiseMoments } from "../../src/moments/bit-noise.ts";
import { exactMoments } from "../../src/moments/exact-moments.ts";
import { enumeratedMoments, type Moments, truthOf } from "../moments.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { quadratic, threeBits } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";

/** ½ E[ĝ²] of ARM on one bit is Δ² ∫ v² dv over v from ½ − min(p, 1 − p) to ½, Δ = f(1) − f(0). */
const armVariance = (p: number, difference: number): number => {
  const low = 0.5 - Math.min(p, 1 - p);
  return difference ** 2 * ((2 / 3) * (1 / 8 - low ** 3) - (p * (1 - p)) ** 2);
};

/** Of DisARM: both bits differ with probability 2 min(p, 1 − p), and then |ĝ| = ½ |Δ| max(p, 1 − p). */
const disarmVariance = (p: number, difference: number): number =>
  difference ** 2 * ((Math.min(p, 1 - p) * Math.max(p, 1 - p) ** 2) / 2 - (p * (1 - p)) ** 2);

const leaveOneOut = { kind: "reinforce", baseline: { kind: "leave-one-out" } };

const overBits = (problem: Problem, options: object, n = 1): Moments =>
  enumeratedMoments(problem, estimatorOf(problem, options), n);

const overNoise = (problem: Problem, options: object): Moments =>
  noiseMoments(
    problem.environment.model!,
    problem.point,
    estimatorOf(problem, options),
    [...flips(problem.point), ...halvings(40)],
    10,
  );

/** The same for an estimator that does not care about the order of its batch: a sum over multisets of actions. */
const overMultisets = (problem: Problem, options: object, n: number): Moments => {
  const { estimate } = estimatorOf(problem, options);
  const { reward } = problem.environment.model!;
  const out = new Float64Array(1);
  let [mean, square] = [0, 0];
  const none = {
    next: () => {
      throw new Error("drew");
    },
  };
  const visit = (chosen: number[], from: number, probability: number, repeated: number) => {
    if (chosen.length === n) {
      const one = (action: number) => ({
        states: [0],
        actions: [action],
        rewards: [reward[action]],
        last: 0,
        terminated: true,
      });
      estimate(pack(chosen.map(one)), problem.point, out, none);
      mean += probability * out[0];
      square += probability * out[0] ** 2;
      return;
    }
    for (let action = from; action < reward.length; action++) {
      const count = action === chosen.at(-1) ? repeated + 1 : 1;
      const orders = (chosen.length + 1) / count; // the multinomial coefficient, factor by factor
      visit([...chosen, action], action, probability * orders * problem.point.probabilities[action], count);
    }
  };
  visit([], 0, 1, 0);
  return { mean: Float64Array.of(mean), totalVariance: square - mean ** 2 };
};

describe.each([
  {
    p: 0.5,
    G: 0.025,
    score: 0.0159390625,
    loo: 6.25e-4,
    arm: 0.01 / 12 - 6.25e-4,
    disarm: 0,
    through: 0.025,
  },
  {
    p: 0.1,
    G: 0.009,
    score: 0.0077000625,
    loo: 3.69e-4,
    arm: 3.2566666666666e-4,
    disarm: 3.24e-4,
    through: -0.063,
  },
])("one bit, f = (b − 0.45)², p = $p", ({ p, G, score, loo, arm, disarm, through }) => {
  const problem = quadratic([0.45], [p]);

  it("has the known gradient", () => {
    expect(truthOf(problem)[0]).toBeCloseTo(G, 15);
  });

  it("has the known variances", () => {
    const close = (moments: Moments, expected: number) => {
      expect(Math.abs(moments.totalVariance - expected)).toBeLessThan(1e-15);
      expect(Math.abs(moments.mean[0] - G)).toBeLessThan(1e-15);
    };
    close(overBits(problem, { kind: "reinforce" }), score);
    close(overBits(problem, leaveOneOut, 2), loo);
    close(overNoise(problem, { kind: "arm" }), arm);
    close(overNoise(problem, { kind: "disarm" }), disarm);
    expect(armVariance(p, 0.1)).toBeCloseTo(arm, 15);
    expect(disarmVariance(p, 0.1)).toBeCloseTo(disarm, 15);
  });

  it("straight-through has the known mean", () => {
    expect(overBits(problem, { kind: "straight-through" }).mean[0]).toBeCloseTo(through, 15);
  });
});

describe("one bit, f = (b − 0.45)²", () => {
  it("straight-through has variance 1/16 at p = ½, where it is not biased", () => {
    expect(overBits(quadratic([0.45], [0.5]), { kind: "straight-through" }).totalVariance).toBeCloseTo(
      1 / 16,
      15,
    );
  });

  it("Concrete has the mean −0.022 at p = 0.1 and temperature ½, against a gradient of 0.009", () => {
    const rare = quadratic([0.45], [0.1]);
    const { mean } = overNoise(rare, { kind: "concrete", temperature: 0.5 });
    expect(mean[0]).toBeCloseTo(-0.022, 4);
    expect(mean[0]).toBeCloseTo(-0.02201044, 8);
    expect(overNoise(rare, { kind: "concrete", temperature: 0.1 }).mean[0]).toBeGreaterThan(0); // nearly bits
  });
});

describe("three bits that share one logit, targets (0.6, 0.51, 0.48), η = 0", () => {
  const problem = threeBits();

  it("have the gradient −0.045", () => {
    expect(truthOf(problem)[0]).toBeCloseTo(-0.045, 15);
  });

  it.each([
    ["score", 0.4384201875, { kind: "reinforce" }],
    [
      "score minus E[f]",
      0.00465,
      { kind: "reinforce", baseline: { kind: "value", critic: { kind: "exact" } } },
    ],
  ])("%s has the variance %d", (_, expected, options) => {
    expect(Math.abs(overBits(problem, options).totalVariance - expected)).toBeLessThan(1e-14);
  });

  it.each([
    [2, 0.007275],
    [4, 0.0019875],
    [8, 0.021225 / 28],
  ])("leave-one-out of %i has the variance %d", (k, expected) => {
    const { mean, totalVariance } = overMultisets(problem, leaveOneOut, k);
    expect(Math.abs(totalVariance - expected)).toBeLessThan(1e-9);
    expect(mean[0]).toBeCloseTo(-0.045, 13);
  });

  it.each([
    ["arm", 0.007275],
    ["disarm", 0.00465],
  ])("%s has the variance %d of leave-one-out with k = 2 and of the score minus E[f]", (kind, expected) => {
    const moments = noiseMoments(
      problem.environment.model!,
      problem.point,
      estimatorOf(problem, { kind }),
      flips(problem.point),
      3,
    );
    expect(Math.abs(moments.totalVariance - expected)).toBeLessThan(1e-14);
  });
});

describe("exact moments of estimators with antithetic noise", () => {
  it("are in the probe's reach: ARM and DisARM by integration over their uniforms", () => {
    const one = quadratic([0.45], [0.1]);
    const moments = exactMoments(one.point, Float64Array.of(0.009))!;
    const arm = estimatorOf(one, { kind: "arm" });
    expect(moments(arm, 1)).toMatchObject({ method: "enumeration" });
    expect(moments(arm, 1)!.totalVariance).toBeCloseTo((0.02 * (0.125 - 0.064)) / 3 - 8.1e-5, 15);
    expect(moments(arm, 4)!.totalVariance).toBeCloseTo(moments(arm, 1)!.totalVariance / 4, 15);
    expect(moments(arm, 1)!.biasNorm).toBeLessThan(1e-15);
    expect(moments(estimatorOf(one, { kind: "disarm" }), 1)!.totalVariance).toBeCloseTo(3.24e-4, 15);
    const three = threeBits();
    const ofThree = exactMoments(three.point, Float64Array.of(-0.045))!;
    expect(ofThree(estimatorOf(three, { kind: "arm" }), 1)!.totalVariance).toBeCloseTo(0.007275, 14);
    expect(ofThree(estimatorOf(three, { kind: "rebar" }), 1)).toBe(undefined);
  });
});
