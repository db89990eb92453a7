import { describe, expect, it } from "vitest";
import { normalize } from "../../src/estimators/normalize.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { truthOf } from "../moments.ts";
import { largest } from "../numbers.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { payingArms } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";

describe("normalize", () => {
  it("shifts to the mean 0 and scales to the standard deviation 1, of as many as there are", () => {
    const advantages = Float64Array.of(1, 3, 5, 7, 100); // mean 4, deviation √5
    normalize(advantages, 4);
    const expected = [-3, -1, 1, 3].map((x) => x / (Math.sqrt(5) + 1e-8));
    expect(largest(expected.map((x, k) => x - advantages[k]))).toBeLessThan(1e-15);
    expect(advantages[4]).toBe(100);
  });

  it("divides by the deviation and adds the ε that are asked for", () => {
    for (const [deviation, squares] of [
      ["population", 5],
      ["sample", 20 / 3],
    ] as const) {
      const advantages = Float64Array.of(1, 3, 5, 7);
      normalize(advantages, 4, { deviation, epsilon: 0.5 });
      const expected = [-3, -1, 1, 3].map((x) => x / (Math.sqrt(squares) + 0.5));
      expect(largest(expected.map((x, k) => x - advantages[k]))).toBeLessThan(1e-15);
    }
    const alone = Float64Array.of(3);
    normalize(alone, 1, { deviation: "sample" });
    expect([...alone]).toEqual([0]);
  });

  it("are options of every estimator that normalizes, and of those that do not, refused", () => {
    const problem = payingArms([0, 1, 5]);
    const batch = pack(
      [0, 1, 2].map((a) => ({
        states: [0],
        actions: [a],
        rewards: [[0, 1, 5][a]],
        last: 0,
        terminated: true,
      })),
    );
    const estimate = (options: object) => {
      const out = new Float64Array(3);
      estimatorOf(problem, { kind: "reinforce", ...options }).estimate(batch, problem.point, out, draws);
      return norm(out);
    };
    const population = estimate({ normalize: "batch" });
    const sample = estimate({ normalize: "batch", deviation: "sample", epsilon: 0 });
    expect(population / sample).toBeCloseTo(Math.sqrt(3 / 2), 7);
    expect(() => estimate({ deviation: "sample" })).toThrow(
      "deviation goes with normalize: batch, and only with it",
    );
    expect(() => estimate({ epsilon: 0 })).toThrow("epsilon goes with normalize: batch, and only with it");
  });

  it("makes advantages that are all alike zero", () => {
    const advantages = Float64Array.of(2, 2, 2);
    normalize(advantages, 3);
    expect([...advantages]).toEqual([0, 0, 0]);
  });
});

/** E[ĝ] at batch size n on three arms that are drawn alike: a sum over how often each was drawn. */
const meanOnArms = (problem: Problem, options: object, n: number): Float64Array => {
  const { estimate } = estimatorOf(problem, options);
  const logFactorial = [0];
  for (let i = 1; i <= n; i++) logFactorial.push(logFactorial[i - 1] + Math.log(i));
  const rewards = problem.environment.model!.reward;
  const mean = new Float64Array(3);
  const out = new Float64Array(3);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; i + j <= n; j++) {
      const counts = [i, j, n - i - j];
      const ways = counts.reduce((sum, count) => sum - logFactorial[count], logFactorial[n]);
      const trajectories = counts.flatMap((count, a) =>
        Array(count).fill({ states: [0], actions: [a], rewards: [rewards[a]], last: 0, terminated: true }),
      );
      estimate(pack(trajectories), problem.point, out, draws);
      for (let k = 0; k < 3; k++) mean[k] += Math.exp(ways - n * Math.log(3)) * out[k];
    }
  }
  return mean;
};

describe("on three arms that pay 0, 0.35 and 1.5, drawn alike", () => {
  const problem = payingArms([0, 0.35, 1.5]);
  const truth = truthOf(problem);
  const scaleOf = (options: object, n: number) => norm(meanOnArms(problem, options, n)) / norm(truth);
  const normalized = { kind: "reinforce", normalize: "batch" };

  it.each([
    [4, 1.27],
    [16, 1.5],
    [64, 1.55],
  ])("normalization at batch size %i scales the gradient by %d, on its way to 1/σ", (n, expected) => {
    expect(Math.abs(scaleOf(normalized, n) - expected)).toBeLessThan(0.005);
  });

  it("the same sum over batches finds no scale without normalization, and 1 − 1/n with the batch's mean", () => {
    expect(Math.abs(scaleOf({ kind: "reinforce" }, 16) - 1)).toBeLessThan(1e-10);
    const batchMean = { kind: "reinforce", baseline: { kind: "batch-mean" } };
    expect(Math.abs(scaleOf(batchMean, 16) - 15 / 16)).toBeLessThan(1e-10);
  });

  it("what is subtracted before does not matter", () => {
    const baseline = { kind: "constant", value: 3 };
    expect(Math.abs(scaleOf({ ...normalized, baseline }, 4) - scaleOf(normalized, 4))).toBeLessThan(1e-12);
  });
});
