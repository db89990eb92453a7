import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { draws } from "../problems/estimator-of.ts";
import { binary, graded, language } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { allPaths, discountedReturn, type Path, pack } from "../problems/trajectories.ts";
import { groupRelativeOf, meanOf, scored } from "./groups.ts";

const lengthOf = ({ states }: Path) => states.length;
const returnOf = (path: Path) => discountedReturn(path, 1);
/** J_q of the prompt that a path answers. */
const promptValue = ({ point }: Problem, { states: [prompt] }: Path) => point.solution!.values[prompt];

const expectEqual = (found: Float64Array, expected: Float64Array, tolerance = 1e-13) =>
  expect(largest(subtract(found, expected))).toBeLessThan(tolerance);
const times = (factor: number, vector: Float64Array) => vector.map((x) => factor * x);
const cosine = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, j) => sum + x * b[j], 0) / norm(a) / norm(b);

describe.each([
  ["rewards 0 and 1", binary],
  ["graded rewards", graded],
])("over all groups of a tiny language with %s", (_, problem) => {
  const truth = truthOf(problem);
  const leaveOneOut = { center: "group-leave-one-out" };

  it("leave-one-out within the group has the mean ∇J, in one group and in two", () => {
    expectEqual(meanOf(problem, leaveOneOut, 2), truth);
    expectEqual(meanOf(problem, leaveOneOut, 3), truth);
    expectEqual(meanOf(problem, leaveOneOut, 2, 2), truth);
    expectEqual(meanOf(problem, { center: "none" }, 2), truth);
  });

  it.each([2, 3])("the mean of a group of %i scales ∇J by 1 − 1/K (Dr. GRPO)", (K) => {
    expectEqual(meanOf(problem, { center: "group-mean" }, K), times(1 - 1 / K, truth));
  });

  it("the mean of a batch of two groups of two scales it by 1 − 1/4", () => {
    expectEqual(meanOf(problem, { center: "batch-mean" }, 2, 2), times(3 / 4, truth));
  });

  it("the mean over a sequence is E_q[∇E[R/L] − J_q ∇E[1/L]] of its center, and ∇E[R/L] without one", () => {
    const aggregate = "sequence-mean";
    const shortened = scored(problem, (path) => returnOf(path) / lengthOf(path));
    const expected = scored(
      problem,
      (path) => (returnOf(path) - promptValue(problem, path)) / lengthOf(path),
    );
    expectEqual(meanOf(problem, { center: "none", aggregate }, 2), shortened);
    expectEqual(meanOf(problem, { ...leaveOneOut, aggregate }, 2), expected);
    expectEqual(meanOf(problem, { center: "group-mean", aggregate }, 2), times(1 / 2, expected));
    expect(cosine(expected, truth)).toBeLessThan(0.999); // another direction, at any K
  });

  it("the mean over the steps of a group of one length only would be the mean over a sequence", () => {
    const group = allPaths(problem).filter((path) => lengthOf(path) === 2 && path.states[0] === 0);
    const estimates = ["sequence-mean", "group-token-mean", "batch-token-mean"].map((aggregate) => {
      const out = new Float64Array(truth.length);
      const batch = { ...pack(group.slice(0, 3)), groupSize: 3 };
      groupRelativeOf(problem, { aggregate }, 3).estimate(batch, problem.point, out, draws);
      return out;
    });
    expectEqual(estimates[1], estimates[0]);
    expectEqual(estimates[2], estimates[0]);
  });

  it("the mean over all steps comes near ∇J / E[L] as the batch grows, that of a group near E_q[∇J_q / E_q[L]]", () => {
    const paths = allPaths(problem);
    const meanLength = (ofPrompt: (path: Path) => boolean) => {
      const chosen = paths.filter(ofPrompt);
      const total = chosen.reduce((sum, { probability }) => sum + probability, 0);
      return chosen.reduce((sum, path) => sum + (path.probability * lengthOf(path)) / total, 0);
    };
    const limits = {
      "batch-token-mean": times(1 / meanLength(() => true), truth),
      "group-token-mean": scored(
        problem,
        (path) => returnOf(path) / meanLength(({ states }) => states[0] === path.states[0]),
      ),
    };
    const distance = (aggregate: keyof typeof limits, ...size: [K: number, groups: number]) => {
      const center = aggregate === "batch-token-mean" ? "none" : "group-leave-one-out";
      return norm(subtract(meanOf(problem, { center, aggregate }, ...size), limits[aggregate]));
    };
    expect(distance("batch-token-mean", 1, 4) / distance("batch-token-mean", 1, 2)).toBeLessThan(0.65);
    expect(distance("group-token-mean", 4, 1) / distance("group-token-mean", 2, 1)).toBeLessThan(0.65);
  });

  it("says that it is unbiased exactly where it is", () => {
    for (const center of ["group-mean", "group-leave-one-out", "batch-mean", "none"]) {
      for (const aggregate of ["sum", "sequence-mean", "group-token-mean", "batch-token-mean"]) {
        for (const scale of ["none", "batch-std", "batch-whitening", "group-std"]) {
          if (scale === "group-std" && !center.startsWith("group")) continue;
          const options = { center, aggregate, scale };
          const bias = norm(subtract(meanOf(problem, options, 2), truth));
          if (groupRelativeOf(problem, options, 2).estimand.unbiased) expect(bias).toBeLessThan(1e-13);
          else expect(bias, JSON.stringify(options)).toBeGreaterThan(1e-3);
        }
      }
    }
  });
});

describe("dividing by a deviation of the batch", () => {
  const short = language(
    [
      { weight: 2, rewards: { "": 0.3, a: 1, b: -0.5 } },
      { targets: ["b"], default: -1 },
    ],
    { maxLength: 1 },
  );
  const off = (scale: string, groups: number) =>
    1 - cosine(meanOf(short, { scale }, 2, groups), truthOf(short));

  it("comes nearer to the direction of ∇J with every group; by that of the group, it does not", () => {
    for (const scale of ["batch-std", "batch-whitening"]) {
      expect(off(scale, 2)).toBeLessThan(off(scale, 1));
      expect(off(scale, 3)).toBeLessThan(off(scale, 2));
    }
    expect(off("group-std", 3)).toBeCloseTo(off("group-std", 1), 12);
    expect(off("group-std", 3)).toBeGreaterThan(0.03);
  });
});

describe("dividing by the deviation of the group, with rewards 0 and 1", () => {
  const choose = (n: number, m: number): number => (m === 0 ? 1 : (choose(n, m - 1) * (n - m + 1)) / m);
  /** F′(p) = E[v / (σ + ε)] / (p (1 − p)). */
  const slope = (p: number, K: number, deviation: string, epsilon: number): number => {
    let sum = 0;
    for (let m = 1; m < K; m++) {
      const v = (m / K) * (1 - m / K);
      const sigma = Math.sqrt(deviation === "sample" ? (v * K) / (K - 1) : v);
      sum += (choose(K, m) * p ** m * (1 - p) ** (K - m) * v) / (sigma + epsilon);
    }
    return sum / (p * (1 - p));
  };

  const predicted = (K: number, deviation: string, epsilon: number) =>
    scored(binary, (path) => slope(promptValue(binary, path), K, deviation, epsilon) * returnOf(path));

  it.each([
    [2, "sample", 0],
    [3, "population", 0.3],
    [4, "sample", 1e-4],
    [4, "population", 0],
  ])("weights ∇p of each prompt by its difficulty: K = %i, %s, ε = %d", (K, deviation, epsilon) => {
    expectEqual(
      meanOf(binary, { scale: "group-std", deviation, epsilon }, K),
      predicted(K, deviation, epsilon),
    );
  });

  it("leaves the direction of ∇J alone in groups of two and three, where all mixed groups have one σ", () => {
    const off = (K: number) => 1 - cosine(predicted(K, "population", 0), truthOf(binary));
    expect(off(2)).toBeLessThan(1e-14);
    expect(off(3)).toBeLessThan(1e-14);
    expect(off(4)).toBeGreaterThan(1e-5);
    expect(off(16)).toBeGreaterThan(1e-3);
  });

  it("tends to the gradient of 2 arcsin √p, whose slope is 1/√(p (1 − p))", () => {
    for (const p of [0.1, 0.5, 0.8])
      expect(slope(p, 500, "population", 0) * Math.sqrt(p * (1 - p))).toBeCloseTo(1, 1);
  });
});

describe("whole batches of one-step problems", () => {
  const arms = (rewards: number[], theta: number[]) => {
    const transitions = rewards.map((reward, action) => ({ from: 0, action, reward, end: true }));
    const options = { states: 1, actions: rewards.length, start: 0, transitions };
    return problemOf(environmentOf("finite-mdp", options), theta, { discount: 1, horizon: 1 });
  };

  it("whitened, two arms that pay 0 and 1 are scaled as one group of that size is", () => {
    const problem = arms([0, 1], [0, 0.4]);
    const options = { center: "none", scale: "batch-whitening", deviation: "population", epsilon: 0 };
    const whitened = meanOf(problem, options, 4);
    expectEqual(whitened, meanOf(problem, { ...options, center: "group-mean", scale: "group-std" }, 4));
    expect(norm(whitened) / norm(truthOf(problem))).toBeGreaterThan(1.5);
  });

  it("are unbiased with any aggregate, since all lengths are one", () => {
    const problem = arms([0.3, 1, -0.5], [0, 0.4, 0.1]);
    for (const aggregate of ["sequence-mean", "group-token-mean", "batch-token-mean"]) {
      const options = { center: "group-leave-one-out", aggregate };
      expect(groupRelativeOf(problem, options, 3).estimand.unbiased).toBe(true);
      expectEqual(meanOf(problem, options, 3), truthOf(problem));
    }
  });
});
