import { describe, expect, it } from "vitest";
import { finiteEnvironment } from "../../envs/finite-environment.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { ofLastBatch } from "../../src/memory/memory.ts";
import { held } from "../../src/memory/state.ts";
import { enumerationOf } from "../../src/moments/enumeration.ts";
import { countMultisets, eachMultiset } from "../../src/moments/multisets.ts";
import { countPaths, pathsOf } from "../../src/moments/paths.ts";
import { batchMoments } from "../../src/truth/discrete/batch.ts";
import { frameOf } from "../../src/truth/discrete/frame.ts";
import { trajectoryMoments } from "../../src/truth/discrete/recursion.ts";
import { enumeratedMoments } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { draws, estimatorOf, formOf } from "../problems/estimator-of.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { actedBy, type Problem, problemOf } from "../problems/problem-of.ts";
import { allPaths, pack } from "../problems/trajectories.ts";
import { branching } from "../truth/moments.ts";
import { type Variant, variantsOf } from "../variants.ts";

const counted = ({ environment, point, objective }: Problem, groupSize = 1) =>
  enumerationOf(environment.model!, point, objective.horizon, groupSize);

describe("the paths", () => {
  it.each([
    ["the three-state chain", threeStates()],
    ["a problem that may end at any step", endingAnywhere()],
    ["a problem with a random first state", branching()],
  ])("of %s are those of a plain recursion", (_, problem) => {
    const { environment, point, objective } = problem;
    const slow = allPaths(problem);
    const fast = pathsOf(environment.model!, point.probabilities, objective.horizon);
    expect(countPaths(environment.model!, point.probabilities, objective.horizon)).toBe(slow.length);
    expect(
      fast.map(({ lastState, ...path }) => ({
        ...path,
        last: lastState,
        states: [...path.states],
        actions: [...path.actions],
        rewards: [...path.rewards],
      })),
    ).toEqual(slow);
  });

  it("leave out actions that are never taken", () => {
    const { environment, objective } = threeStates();
    const never = Float64Array.of(1, 0, 0, 1, 0.5, 0.5);
    expect(countPaths(environment.model!, never, 3)).toBe(pathsOf(environment.model!, never, 3).length);
    expect(
      pathsOf(environment.model!, never, objective.horizon).flatMap(({ actions, states }) =>
        [...actions].filter((a, t) => (states[t] === 0 && a === 1) || (states[t] === 1 && a === 0)),
      ),
    ).toEqual([]);
  });
});

describe("multisets", () => {
  it("are as many as they should be, and their probabilities those of all sequences", () => {
    const items = [0.5, 0.3, 0.2].map((probability, item) => ({ item, probability }));
    const found = new Map<string, number>();
    eachMultiset(items, 4, (drawn, p) => found.set([...drawn].join(""), p));
    expect(found.size).toBe(countMultisets(3, 4));
    expect(found.size).toBe(15);
    const slow = new Map<string, number>();
    for (let code = 0; code < 81; code++) {
      const digits = [0, 1, 2, 3].map((i) => Math.floor(code / 3 ** i) % 3).sort();
      const p = digits.reduce((product, digit) => product * items[digit].probability, 1);
      slow.set(digits.join(""), (slow.get(digits.join("")) ?? 0) + p);
    }
    for (const [key, p] of slow) expect(found.get(key)).toBeCloseTo(p, 15);
  });
});

const small: Record<string, Problem> = {
  "a problem that may end at any step": endingAnywhere(),
  "the same without γᵗ": endingAnywhere({ stateWeight: "none" }),
};

describe.each(Object.entries(small))("over the variants on %s", (_, problem) => {
  const variants = variantsOf(problem).map((each): [string, Variant] => [each.name, each]);
  const { environment, point, objective } = problem;
  const enumerate = counted(problem);
  const frame = frameOf(environment.model!, point, point.solution!, objective)!;

  it.each(variants.filter(([, { estimator }]) => formOf(estimator)))(
    "%s has the exact moments of its form",
    (_name, { estimator }) => {
      const form = formOf(estimator)!;
      const { estimand, takes } = estimator;
      for (const n of [takes.fewest, 2]) {
        const slow = enumeratedMoments(problem, estimator, n);
        const fast = batchMoments(trajectoryMoments(frame, form, estimand.stateWeight)!, form.across, n, 1)!;
        expect(largest(subtract(fast.mean, slow.mean))).toBeLessThan(1e-13);
        expect(Math.abs(fast.totalVariance - slow.totalVariance)).toBeLessThan(1e-13);
      }
    },
  );

  it.each(variants.filter(([, { estimator }]) => !formOf(estimator) && !estimator.memory))(
    "%s has the moments of all tuples by enumeration",
    (_name, { estimator }) => {
      for (const n of new Set([estimator.takes.fewest, 2])) {
        const slow = enumeratedMoments(problem, estimator, n);
        const fast = enumerate(estimator, n)!;
        const scale = 1 + slow.totalVariance; // 1e12 where one divides by a standard deviation of 1e-6
        expect(largest(subtract(fast.mean, slow.mean))).toBeLessThan(1e-13 * Math.sqrt(scale));
        expect(Math.abs(fast.totalVariance - slow.totalVariance)).toBeLessThan(1e-12 * scale);
      }
    },
  );

  const paths = allPaths(problem);
  const estimateOf = (estimator: Estimator, chosen: readonly number[]): Float64Array => {
    const out = new Float64Array(problem.policy.parameters);
    estimator.estimate(pack(chosen.map((i) => paths[i % paths.length])), point, out, draws);
    return out;
  };

  it.each(variants.filter(([, { estimator }]) => estimator.law.kind === "mean"))(
    "%s is the mean of its trajectories, as it says",
    (_name, { estimator }) => {
      const one = estimateOf(estimator, [1, 4, 2, 6]);
      const alone = [1, 4, 2, 6].map((i) => estimateOf(estimator, [i]));
      const mean = one.map((_, j) => alone.reduce((sum, each) => sum + each[j] / 4, 0));
      expect(largest(subtract(one, mean))).toBeLessThan(1e-13);
    },
  );
});

describe("the enumeration", () => {
  const reinforce = estimatorOf(threeStates(), { kind: "reinforce" });
  const formless: Estimator = { ...reinforce, law: { kind: "unknown" } };

  it("sees what a behavior draws: importance weights are unbiased, and the policy's own form is not held to", () => {
    const problem = actedBy(threeStates(), 0.5);
    const weighted = estimatorOf(problem, { kind: "importance" });
    const { mean } = counted(problem)(weighted, 3)!;
    const truth = counted(threeStates())({ ...formless, law: { kind: "mean" } }, 1)!.mean;
    expect(largest(subtract(mean, truth))).toBeLessThan(1e-14);
    const { mean: unweighted } = counted(problem)(reinforce, 3)!;
    expect(largest(subtract(unweighted, truth))).toBeGreaterThan(0.01);
  });

  it("takes groups as what is drawn", () => {
    const problem = branching({ horizon: 2 });
    const frame = frameOf(
      problem.environment.model!,
      problem.point,
      problem.point.solution!,
      problem.objective,
    )!;
    const form = { kind: "to-go", across: "independent" } as const;
    const expected = batchMoments(trajectoryMoments(frame, form, "discounted")!, "independent", 6, 2)!;
    const estimator = estimatorOf(problem, { kind: "reinforce" });
    const fast = counted(problem, 2)(estimator, 6)!;
    expect(largest(subtract(fast.mean, expected.mean))).toBeLessThan(1e-14);
    expect(fast.totalVariance).toBeCloseTo(expected.totalVariance, 13);
    const together = counted(problem, 2)(
      { ...estimator, law: { kind: "form", form: { ...form, across: "batch-mean" } } },
      4,
    );
    if (together) expect(together.totalVariance).toBeCloseTo((expected.totalVariance * 6) / 4, 13);
  });

  it("reaches batches of 16 of a bandit, whose normalized advantages are the longer the larger the batch", () => {
    const bandit = problemOf(
      finiteEnvironment("bandit", {
        states: 1,
        actions: 2,
        initial: [1],
        outcomes: (_, a) => [[1, 0, a, true]],
      }),
      [0, 0],
      { discount: 1, horizon: 1 },
    );
    const estimator = estimatorOf(bandit, { kind: "reinforce", normalize: "batch" });
    const enumerate = counted(bandit);
    const plain = enumerate(
      { ...estimatorOf(bandit, { kind: "reinforce" }), law: { kind: "mean" } },
      1,
    )!.mean;
    const ratios: number[] = [];
    for (const n of [2, 4, 16]) {
      const { mean } = enumerate(estimator, n)!;
      const slow = n > 4 ? undefined : enumeratedMoments(bandit, estimator, n).mean;
      if (slow) expect(largest(subtract(mean, slow))).toBeLessThan(1e-13);
      ratios.push(mean[1] / plain[1]);
    }
    expect(ratios[0]).toBeCloseTo(1, 6);
    expect(ratios[1]).toBeGreaterThan(1.2);
    expect(ratios[2]).toBeGreaterThan(ratios[1]);
    expect(ratios[2]).toBeLessThan(2); // 1/σ
  });

  it("says nothing where there are too many batches, or the batch alone does not make the estimate", () => {
    const enumerate = counted(threeStates());
    expect(enumerate(formless, 2)).toBeDefined();
    expect(enumerate(formless, 30)).toBeUndefined();
    expect(enumerate({ ...formless, takes: { ...formless.takes, batches: 2 } }, 1)).toBeUndefined();
    expect(
      enumerate({ ...formless, memory: ofLastBatch({ fit() {}, reset() {}, ...held({}) }) }, 1),
    ).toBeUndefined();
    const random: Estimator = {
      ...formless,
      estimate(batch, point, out, draws) {
        formless.estimate(batch, point, out, draws);
        out[0] += draws.next();
        return 0;
      },
    };
    expect(enumerate(random, 1)).toBeUndefined();
    expect(counted(frozenLake())(formless, 1)).toBeUndefined();
    const failing: Estimator = {
      ...formless,
      estimate() {
        throw new TypeError("a mistake");
      },
    };
    expect(() => enumerate(failing, 1)).toThrow("a mistake");
  });
});
