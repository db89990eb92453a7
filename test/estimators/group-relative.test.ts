import { describe, expect, it } from "vitest";
import { largest } from "../numbers.ts";
import { draws } from "../problems/estimator-of.ts";
import { binary, graded } from "../problems/index.ts";
import { pack, scoreOf } from "../problems/trajectories.ts";
import { groupRelativeOf } from "./groups.ts";

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
    groupRelativeOf(problem, options, 2).estimate(batch, problem.point, out, draws);
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
      groupRelativeOf(problem, { scale, epsilon: 0 }, 3).estimate(equal, problem.point, out, draws);
      expect(largest(out)).toBe(0);
    }
  });
});

describe("an estimate", () => {
  const trajectory = (first: number, rewards: number[]) => ({
    states: rewards.map((_, t) => first + t),
    actions: rewards.map((_, t) => t),
    rewards,
    last: first,
    terminated: true,
  });
  const groups = [
    [trajectory(0, [1]), trajectory(0, [0, 5])],
    [trajectory(7, [2]), trajectory(7, [-1])],
  ];
  const estimateOf = (options: object, trajectories: (typeof groups)[number]) => {
    const out = new Float64Array(graded.policy.parameters);
    const batch = { ...pack(trajectories), groupSize: 2 };
    groupRelativeOf(graded, options, 2).estimate(batch, graded.point, out, draws);
    return out;
  };

  it.each([
    {},
    { center: "none", aggregate: "sequence-mean" },
    { scale: "group-std", aggregate: "group-token-mean" },
    { center: "batch-mean" },
    { scale: "batch-std" },
    { scale: "batch-whitening" },
    { aggregate: "batch-token-mean" },
  ])("is the mean over its groups exactly where it says so: %o", (options) => {
    const [first, second] = groups.map((group) => estimateOf(options, group));
    const off = largest(estimateOf(options, groups.flat()).map((x, j) => x - (first[j] + second[j]) / 2));
    expect(groupRelativeOf(graded, options, 2).law.kind === "mean").toBe(off < 1e-14);
    expect(off < 1e-14 || off > 1e-3).toBe(true);
  });
});

describe("the options of group-relative", () => {
  const making =
    (options: object, K = 2) =>
    () =>
      groupRelativeOf(binary, options, K);

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
    expect(making({}, 4)().takes.fewest).toBe(4);
    expect(making({ center: "none" }, 1)().takes.fewest).toBe(1);
    expect(making({ center: "none", scale: "batch-std" }, 1)().takes.fewest).toBe(2);
  });
});
