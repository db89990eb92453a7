import { describe, expect, it } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { flips, halvings, noiseMoments } from "../../src/moments/bit-noise.ts";
import { enumeratedMoments, sampleMoments, truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { quadratic, threeBits } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";
import { variantsOf } from "../variants.ts";
import { bitKinds } from "./bit-kinds.ts";

const problems = {
  "one bit": quadratic([0.45], [0.3]),
  "two bits": quadratic([0.45, 0.7], [0.3, 0.6]),
  "two bits that share a logit": quadratic([0.45, 0.7], [0.3]),
};

/** Antithetic bits are piecewise polynomials of the noise; relaxed ones are smooth but for v = 0. */
const exactly = (problem: Problem, estimator: Pick<Estimator, "estimate">, antithetic: boolean) =>
  antithetic
    ? noiseMoments(problem.environment.model!, problem.point, estimator, flips(problem.point), 3)
    : noiseMoments(problem.environment.model!, problem.point, estimator, [...halvings(10), 0.75, 0.875], 6);

const bitVariants = (problem: Problem) =>
  variantsOf(problem).filter(({ options }) => bitKinds.includes((options as { kind: string }).kind));

describe.each(Object.entries(problems))("over all bits and all noise of %s", (_, problem) => {
  const truth = truthOf(problem);
  const variants = bitVariants(problem).map(({ name, estimator }) => [name, estimator] as const);

  it.each(variants)("%s is unbiased if and only if it says so", (name, estimator) => {
    const { mean } = exactly(problem, estimator, name.includes("arm"));
    const bias = norm(subtract(mean, truth));
    if (estimator.estimand.unbiased) expect(bias).toBeLessThan(name.includes("arm") ? 1e-14 : 1e-7);
    else expect(bias).toBeGreaterThan(1e-3);
  });

  it("every kind is there", () => {
    expect(new Set(variants.map(([name]) => name.split(" ")[0]))).toEqual(new Set(bitKinds));
  });

  it.each([
    { kind: "reinforce" },
    { kind: "reinforce", baseline: { kind: "leave-one-out" } },
    { kind: "reinforce", baseline: { kind: "value", critic: { kind: "exact" } } },
  ])("the score estimator is unbiased: %o", (options) => {
    const estimator = estimatorOf(problem, options);
    expect(estimator.estimand.unbiased).toBe(true);
    const { mean } = enumeratedMoments(problem, estimator, estimator.takes.fewest);
    expect(norm(subtract(mean, truth))).toBeLessThan(1e-15);
  });
});

/** ARM with one mistake each. */
const wrong = (problem: Problem): Record<string, Pick<Estimator, "estimate">> => {
  const { bits, model } = problem.environment;
  const { bitLogits, parameters } = problem.policy;
  const N = bits!.count;
  const arm =
    (
      uniform: (bit: number, p: number, v: number) => number,
      sign: number,
      logitOf = (i: number) => bitLogits![i],
    ): Estimator["estimate"] =>
    (batch, point, out, random) => {
      out.fill(0);
      for (const action of batch.actions.subarray(0, batch.trajectories)) {
        const p = Array.from(bitLogits!, (j) => 1 / (1 + Math.exp(-point.theta[j])));
        const u = p.map((each, i) => uniform((action >> i) & 1, each, random.next() + 2 ** -33));
        const opposite = Float64Array.from(u, (each, i) => (each > 1 - p[i] ? 1 : 0));
        const difference = bits!.value(opposite) - model!.reward[action];
        for (let i = 0; i < N; i++)
          if (logitOf(i) < parameters)
            out[logitOf(i)] += (sign * difference * (u[i] - 0.5)) / batch.trajectories;
      }
      return 0;
    };
  const conditional = (bit: number, p: number, v: number) => (bit === 1 ? p * v : 1 - (1 - p) * v);
  return {
    "no mistake": { estimate: arm(conditional, 1) },
    "uniforms that have nothing to do with the bits": { estimate: arm((_, __, v) => v, 1) },
    "a wrong sign": { estimate: arm(conditional, -1) },
    "a shared logit that hears of its first bit only": { estimate: arm(conditional, 1, (i) => i) },
    "uniforms drawn on the wrong side": { estimate: arm((bit, p, v) => conditional(1 - bit, p, v), 1) },
  };
};

/**
 * Of |z|. A coordinate of an unbiased estimator exceeds it with probability 5.7e-7; over the 20 looked at here one
 * does with probability 1e-5. The seed is fixed.
 */
const LIMIT = 5;
const sampling = { batchSize: 2, replicates: 20_000, key: "bits" };

describe("on three bits that share a logit", () => {
  const problem = quadratic([0.6, 0.51, 0.48], [0.35]);
  const unbiased = bitVariants(problem).filter(({ estimator }) => estimator.estimand.unbiased);
  const right = sampleMoments(
    problem,
    unbiased.map(({ estimator }) => estimator),
    sampling,
  );

  it.each(unbiased.map(({ name }, e) => [name, largest(right[e].z)] as const))(
    "%s has the true gradient as its mean, paired with the sampled bits",
    (_, z) => {
      expect(z).toBeLessThan(LIMIT);
    },
  );

  const twins = Object.entries(wrong(problem));
  const found = sampleMoments(
    problem,
    twins.map(([, estimator]) => estimator),
    sampling,
  );
  const truth = truthOf(problem);

  it.each(twins.map(([name, estimator], e) => [name, estimator, largest(found[e].z)] as const))(
    "exact moments and the z-test find out %s",
    (name, estimator, z) => {
      const bias = norm(subtract(exactly(problem, estimator, true).mean, truth));
      if (name === "no mistake") {
        expect(bias).toBeLessThan(1e-14);
        expect(z).toBeLessThan(LIMIT);
      } else {
        expect(bias).toBeGreaterThan(1e-3);
        expect(z).toBeGreaterThan(LIMIT);
      }
    },
  );

  it("ARM equals its slow twin, draw for draw", () => {
    const slow = wrong(problem)["no mistake"];
    const fast = estimatorOf(problem, { kind: "arm" });
    const [a, b] = [exactly(problem, fast, true), exactly(problem, slow, true)];
    expect(Math.abs(a.totalVariance - b.totalVariance)).toBeLessThan(1e-14);
    expect(largest(subtract(a.mean, b.mean))).toBeLessThan(1e-14);
  });
});

describe("the sampled variance of one trajectory's estimate on three bits, η = 0", () => {
  const problem = threeBits();
  /** Of |z|; two tests, each beyond it with probability 6e-5. */
  const limit = 4;
  const kinds = ["arm", "disarm"];
  const estimators = kinds.map((kind) => estimatorOf(problem, { kind }));
  const samples = sampleMoments(problem, estimators, { ...sampling, batchSize: 1, key: "bit variance" });

  it.each(kinds.map((kind, e) => [kind, estimators[e], samples[e]] as const))(
    "with %s is the exact one",
    (_, estimator, { squaredError, squaredErrorSE }) => {
      const { totalVariance } = exactly(problem, estimator, true);
      expect(Math.abs(squaredError - totalVariance) / squaredErrorSE).toBeLessThan(limit);
      expect(squaredErrorSE / totalVariance).toBeLessThan(0.02);
    },
  );
});
