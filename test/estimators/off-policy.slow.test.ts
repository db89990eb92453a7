import { describe, expect, it } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { weightedEstimate } from "../../src/problem/weighting.ts";
import { enumeratedMoments, sampleMoments, truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { actedBy, type Problem } from "../problems/problem-of.ts";
import { variantsOf } from "../variants.ts";

describe.each([
  ["the three-state chain", actedBy(threeStates(), 0.5)],
  ["the three-state chain without γᵗ", actedBy(threeStates({ stateWeight: "none" }), 0.5)],
  ["a problem that may end at any step", actedBy(endingAnywhere({ horizon: 3 }), 0.5)],
])("over all paths of %s as another policy acts", (_, problem) => {
  const truth = truthOf(problem);
  const variants = variantsOf(problem).map(({ name, estimator }) => [name, estimator] as const);

  it.each(variants)("%s is unbiased if and only if it says so", (_name, estimator) => {
    const { mean } = enumeratedMoments(problem, estimator, estimator.takes.fewest);
    const bias = norm(subtract(mean, truth));
    if (estimator.estimand.unbiased) expect(bias).toBeLessThan(1e-13);
    else expect(bias).toBeGreaterThan(1e-4);
  });

  it("importance weighting is what says so, in both kinds, and nothing else is", () => {
    const claims = variants
      .filter(([, { estimand }]) => estimand.unbiased)
      .map(([name]) => name.split(" ").slice(0, 2).join(" "));
    expect(new Set(claims)).toEqual(new Set(["importance trajectory", "importance per-decision"]));
  });
});

describe("the same test finds out", () => {
  const problem = actedBy(threeStates(), 0.5);
  /** Per decision, with one mistake: ρ^power, and rewards corrected up to `lag` steps before them. */
  const wrong = (power: number, lag: number) => ({
    ...weightedEstimate((batch, point, out) => {
      const ratios = new Float64Array(batch.steps);
      point.ratios(batch, point, ratios);
      for (let i = 0; i < batch.trajectories; i++) {
        const [first, end] = [batch.offsets[i], batch.offsets[i + 1]];
        for (let k = first; k < end; k++) {
          out[k] = 0;
          for (let later = k; later < end; later++) {
            const product = ratios
              .subarray(first, Math.max(first, later + 1 - lag))
              .reduce((p, x) => p * x ** power, 1);
            out[k] += 0.9 ** (later - first) * product * batch.rewards[later];
          }
        }
      }
    }),
  });
  const biasOf = (estimator: Pick<Estimator, "estimate">) =>
    norm(subtract(enumeratedMoments(problem, estimator as Estimator, 1).mean, truthOf(problem)));

  it("ratios that are upside down or left out, and a product that ends one step early", () => {
    expect(biasOf(wrong(1, 0))).toBeLessThan(1e-13); // no mistake
    for (const each of [wrong(-1, 0), wrong(0, 0), wrong(1, 1)]) expect(biasOf(each)).toBeGreaterThan(1e-3);
  });
});

describe("the total variance of one trajectory's estimate as the uniform policy acts", () => {
  const change = (problem: Problem, ratio: string) => {
    const [on, off] = [problem, actedBy(problem, 1)].map(
      (each) => enumeratedMoments(each, estimatorOf(each, { kind: "importance", ratio }), 1).totalVariance,
    );
    return off / on;
  };

  it("may grow, more over the trajectory than per decision", () => {
    const problem = endingAnywhere({ horizon: 6 });
    expect(change(problem, "trajectory")).toBeCloseTo(6.3, 1);
    expect(change(problem, "per-decision")).toBeCloseTo(2.7, 1);
  });

  it("may also shrink, where what pays is what π seldom does", () => {
    expect(change(threeStates(), "trajectory")).toBeCloseTo(0.78, 2);
    expect(change(threeStates(), "per-decision")).toBeCloseTo(0.81, 2);
  });
});

/** |z| of 64 coordinates × 3 estimators beyond 5: with probability 1.1e-4, by Bonferroni. The seed is fixed. */
describe("on FrozenLake, as another policy acts", () => {
  const problem = actedBy(frozenLake({ horizon: 20 }), 0.2);
  const of = (options: object) => estimatorOf(problem, options);
  const importance = { kind: "importance" };
  const right = { ...importance, baseline: { kind: "value", critic: { kind: "exact" } } };
  const estimators = [
    of(importance),
    of(right),
    of({ ...right, ratio: "trajectory" }),
    of({ kind: "reinforce" }),
  ];
  const samples = sampleMoments(problem, estimators, { batchSize: 4, replicates: 10_000, key: "off-policy" });

  it("importance weighting has the true gradient as its mean, and REINFORCE has not", () => {
    const worst = samples.map(({ z }) => largest(z));
    for (const z of worst.slice(0, 3)) expect(z).toBeLessThan(5);
    expect(worst[3]).toBeGreaterThan(8);
  });
});
