import { describe, expect, it } from "vitest";
import { estimators } from "../../src/estimators/index.ts";
import type { EstimatorContext } from "../../src/estimators/kind.ts";
import { choice, make } from "../../src/kinds.ts";
import { norm } from "../../src/norm.ts";
import type { Estimator } from "../../src/types.ts";
import { truthOf } from "../moments.ts";
import {
  allPaths,
  discountedReturn,
  draws,
  environmentOf,
  largest,
  type Path,
  type Problem,
  pack,
  problemOf,
  scoreOf,
  subtract,
} from "../problems.ts";

const language = (prompts: object[], change: object = {}) =>
  problemOf(
    environmentOf("sequence", { vocabulary: ["a", "b", "end"], maxLength: 2, prompts, ...change }),
    "random",
    { discount: 1, horizon: 2 },
  );

/** Right answers of different length, to an easy prompt met twice as often and to a hard one. */
const binary = language([{ weight: 2, rewards: { a: 1, "a b": 1, "b b": 1 } }, { targets: ["b a"] }]);
/** The same with rewards between, one of them for saying nothing. */
const graded = language([
  { weight: 2, rewards: { "": 0.3, a: 1, "a b": -0.5 }, perToken: 0.2 },
  { targets: ["b a"], credit: "prefix", default: -1 },
]);

const estimatorOf = (problem: Problem, options: object, groupSize: number): Estimator =>
  make<[EstimatorContext], Estimator>(
    estimators,
    choice(estimators).parse({ kind: "group-relative", ...options }),
    {
      ...problem,
      groupSize,
      offPolicy: false,
      critic: () => {
        throw new Error("no critic");
      },
    },
  );

/** The exact mean over all batches of `groups` groups of K trajectories that share their first state. */
const meanOf = (problem: Problem, options: object, K: number, groups = 1): Float64Array => {
  const { estimate } = estimatorOf(problem, options, K);
  const { initial } = problem.environment.model!;
  const paths = allPaths(problem);
  const mean = new Float64Array(problem.policy.parameters);
  const out = new Float64Array(mean.length);
  const visit = (chosen: Path[], probability: number): void => {
    if (chosen.length === groups * K) {
      estimate({ ...pack(chosen), groupSize: K }, problem.at, out, draws);
      for (let j = 0; j < mean.length; j++) mean[j] += probability * out[j];
      return;
    }
    const opens = chosen.length % K === 0;
    for (const path of paths) {
      const [prompt] = path.states;
      if (opens) visit([...chosen, path], probability * path.probability);
      else if (prompt === chosen.at(-1)?.states[0])
        visit([...chosen, path], (probability * path.probability) / initial[prompt]);
    }
  };
  visit([], 1);
  return mean;
};

/** E[f(path) S] with S the sum of its scores: the gradient of E[f] for an f that does not know θ. */
const scored = (problem: Problem, f: (path: Path) => number): Float64Array => {
  const sum = new Float64Array(problem.policy.parameters);
  for (const path of allPaths(problem)) {
    for (const [t, state] of path.states.entries())
      for (const [j, x] of scoreOf(problem, state, path.actions[t]).entries())
        sum[j] += path.probability * f(path) * x;
  }
  return sum;
};

const lengthOf = ({ states }: Path) => states.length;
const returnOf = (path: Path) => discountedReturn(path, 1);
/** J_q of the prompt that a path answers. */
const promptValue = ({ at }: Problem, { states: [prompt] }: Path) => at.solution!.values[prompt];

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
      estimatorOf(problem, { aggregate }, 3).estimate(batch, problem.at, out, draws);
      return out;
    });
    expectEqual(estimates[1], estimates[0]);
    expectEqual(estimates[2], estimates[0]);
  });

  it("says that it is unbiased exactly where it is", () => {
    for (const center of ["group-mean", "group-leave-one-out", "batch-mean", "none"]) {
      for (const aggregate of ["sum", "sequence-mean", "group-token-mean", "batch-token-mean"]) {
        for (const scale of ["none", "batch-std", "batch-whitening", "group-std"]) {
          if (scale === "group-std" && !center.startsWith("group")) continue;
          const options = { center, aggregate, scale };
          const bias = norm(subtract(meanOf(problem, options, 2), truth));
          if (estimatorOf(problem, options, 2).unbiased) expect(bias).toBeLessThan(1e-13);
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
      expect(estimatorOf(problem, options, 3).unbiased).toBe(true);
      expectEqual(meanOf(problem, options, 3), truthOf(problem));
    }
  });
});

describe("the weights of two groups of two", () => {
  const problem = graded;
  const path = (rewards: number[], state: number) => ({
    states: rewards.map(() => state),
    actions: rewards.map(() => 0),
    rewards,
    last: state,
    terminated: true,
  });
  // R = 1, 5 | 2, 2 and L = 1, 3 | 1, 3
  const batch = {
    ...pack([path([1], 0), path([0, 0, 5], 1), path([2], 2), path([0, 0, 2], 3)]),
    groupSize: 2,
  };
  /** Weight of a step of each trajectory: they are all in states of their own, with one action. */
  const weightsOf = (options: object): number[] => {
    const out = new Float64Array(problem.policy.parameters);
    estimatorOf(problem, options, 2).estimate(batch, problem.at, out, draws);
    return [0, 1, 2, 3].map((state, i) => {
      const score = scoreOf(problem, state, 0);
      const j = score.findIndex((x) => x !== 0);
      const steps = batch.offsets[i + 1] - batch.offsets[i];
      return Number(((4 * out[j]) / score[j] / steps).toPrecision(9));
    });
  };
  const r = (x: number) => Number(x.toPrecision(9));
  const exact = { epsilon: 0 };

  it.each([
    ["group mean", {}, [-2, 2, 0, 0]],
    ["leave-one-out", { center: "group-leave-one-out" }, [-4, 4, 0, 0]],
    ["batch mean", { center: "batch-mean" }, [-1.5, 2.5, -0.5, -0.5]],
    ["batch mean of steps", { center: "batch-mean", over: "steps" }, [-2, 2, -1, -1]], // 24 / 8
    ["nothing", { center: "none" }, [1, 5, 2, 2]],
    [
      "GRPO",
      { scale: "group-std", aggregate: "sequence-mean", ...exact },
      [r(-1 / Math.SQRT2), r(1 / Math.SQRT2 / 3), 0, 0],
    ],
    ["n in the deviation", { scale: "group-std", deviation: "population", ...exact }, [-1, 1, 0, 0]],
    ["an ε of 2", { scale: "group-std", deviation: "population", epsilon: 2 }, [-0.5, 0.5, 0, 0]],
    [
      "leave-one-out over the deviation",
      { center: "group-leave-one-out", scale: "group-std", deviation: "population", ...exact },
      [-2, 2, 0, 0],
    ],
    ["mean over steps of the group", { aggregate: "group-token-mean" }, [-1, 1, 0, 0]],
    ["mean over steps of the batch", { aggregate: "batch-token-mean" }, [-1, 1, 0, 0]],
    [
      "deviation of the batch's returns",
      { scale: "batch-std", deviation: "population", ...exact },
      [r(-2 / 1.5), r(2 / 1.5), 0, 0],
    ], // Σ(R − 2.5)² = 9
    ["the same, n − 1", { scale: "batch-std", ...exact }, [r(-2 / Math.sqrt(3)), r(2 / Math.sqrt(3)), 0, 0]],
    [
      "REINFORCE++ over trajectories",
      { center: "none", scale: "batch-whitening", deviation: "population", ...exact },
      [-1, r(5 / 3), r(-1 / 3), r(-1 / 3)],
    ],
    [
      "REINFORCE++ over steps",
      { center: "none", scale: "batch-whitening", over: "steps", deviation: "population", ...exact },
      [-2, 2, -1, -1].map((x) => r(x / Math.sqrt(20 / 8))),
    ],
    [
      "REINFORCE++ with a baseline",
      { scale: "batch-whitening", deviation: "population", ...exact },
      [r(-Math.SQRT2), r(Math.SQRT2), 0, 0],
    ], // Σ(A)² / 4 = 2
  ])("%s", (_, options, expected) => {
    expect(weightsOf(options)).toEqual(expected.map((x) => x + 0));
  });

  it("are zero where all returns of a group are equal, also in numbers that cannot be added exactly", () => {
    const equal = { ...pack([0, 1, 2].map((state) => path([0.1], state))), groupSize: 3 };
    const out = new Float64Array(problem.policy.parameters);
    for (const scale of ["group-std", "batch-std", "batch-whitening"]) {
      estimatorOf(problem, { scale, epsilon: 0 }, 3).estimate(equal, problem.at, out, draws);
      expect(largest(out)).toBe(0);
    }
  });
});

describe("the options of group-relative", () => {
  const making =
    (options: object, K = 2) =>
    () =>
      estimatorOf(binary, options, K);

  it("refuse what the study has no groups for, and what nothing would read", () => {
    expect(making({}, 1)).toThrow('center "group-mean" needs groups: { size: K } in the study');
    expect(making({ center: "none", aggregate: "group-token-mean" }, 1)).toThrow("needs groups");
    expect(making({ center: "batch-mean", scale: "group-std" })).toThrow("needs a center of the group");
    expect(making({ epsilon: 0 })).toThrow('epsilon belongs to a scale; scale is "none"');
    expect(making({ deviation: "sample" })).toThrow("deviation belongs to a scale");
    expect(making({ scale: "group-std", over: "steps" })).toThrow(
      "over belongs to a center or scale of the batch",
    );
  });

  it("ask for one group, and for two trajectories where a deviation is taken", () => {
    expect(making({}, 4)().minimumBatch).toBe(4);
    expect(making({ center: "none" }, 1)().minimumBatch).toBe(1);
    expect(making({ center: "none", scale: "batch-std" }, 1)().minimumBatch).toBe(2);
  });
});
