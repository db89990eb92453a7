import { describe, expect, it } from "vitest";
import type { transforms } from "../../src/transforms/index.ts";
import { enumeratedMoments, truthOf } from "../moments.ts";
import {
  endingAnywhere,
  environmentOf,
  estimatorOf,
  largest,
  pack,
  problemOf,
  sampler,
  subtract,
  threeStates,
} from "../problems.ts";
import { saying, scripted, transformed } from "./making.ts";

/** Three arms at π = (.5, .3, .2). */
const bandit = problemOf(environmentOf("bernoulli-bandit"), [5, 3, 2].map(Math.log), {
  discount: 1,
  horizon: 1,
});
const pull = (action: number) => ({
  states: [0],
  actions: [action],
  rewards: [1],
  last: 0,
  terminated: true,
});
const batch = pack([pull(0), pull(1)]);

/** What a transform makes of the estimate (3, −4, 0), by hand. */
const examples: Record<
  keyof typeof transforms,
  readonly [options: object, draws: number[], expected: number[]][]
> = {
  "clip-value": [
    [{ max: 3.5 }, [], [3, -3.5, 0]],
    [{ max: 1 }, [], [1, -1, 0]],
  ],
  "clip-norm": [
    [{ max: 1 }, [], [0.6, -0.8, 0]],
    [{ max: 5 }, [], [3, -4, 0]],
    [{ max: 9 }, [], [3, -4, 0]],
  ],
  accumulate: [], // below
  sign: [[{}, [], [1, -1, 0]]],
  mask: [
    [{ keep: 0.25 }, [0.1, 0.9, 0.2], [12, 0, 0]],
    [{ keep: 0.5 }, [0.5, 0.49, 0.9], [0, -8, 0]],
    [{ keep: 1 }, [0.999, 0, 0.5], [3, -4, 0]],
  ],
  "fisher-mask": [
    // exact F_jj = π_j (1 − π_j) = .25, .21, .16
    [{ keep: 0.67 }, [], [3, -4, 0]],
    [{ keep: 0.34 }, [], [3, 0, 0]],
    [{ keep: 0.01 }, [], [3, 0, 0]],
    // of the batch: mean of (.5, −.3, −.2)² and (−.5, .7, −.2)² = .25, .29, .04
    [{ keep: 0.34, fisher: "batch" }, [], [0, -4, 0]],
  ],
  natural: [
    // F = (1/2) Σ ψψᵀ = [.25 −.25 0; −.25 .29 −.04; 0 −.04 .04]; (F + I) x = (3, −4, 0)
    [
      { fisher: "batch", damping: 1 },
      [],
      [3 + 0.25 * x1() - 0.25 * x0(), x1(), (0.04 * x1()) / 1.04].map((x, j) => (j === 0 ? x0() : x)),
    ],
  ],
};

/** x₁ of the example by elimination of x₀ = (3 + .25 x₁)/1.25 and x₂ = .04 x₁/1.04. */
function x1(): number {
  return (-4 + (0.25 * 3) / 1.25) / (1.29 - 0.0625 / 1.25 - 0.0016 / 1.04);
}
function x0(): number {
  return (3 + 0.25 * x1()) / 1.25;
}

describe("a transform of (3, −4, 0)", () => {
  const cases = Object.entries(examples).flatMap(([kind, each]) =>
    each.map(([options, draws, expected]) => ({ kind, options, draws, expected })),
  );
  it.each(cases)("$kind $options gives $expected", ({ kind, options, draws, expected }) => {
    const random = scripted(...draws);
    const estimator = transformed(bandit, saying([3, -4, 0]), { kind, ...options });
    const out = new Float64Array(3);
    estimator.estimate(batch, bandit.at, out, random);
    expect(largest(out.map((x, j) => x - expected[j]))).toBeLessThan(1e-12);
    expect(random.left).toBe(0);
  });
});

/** Every kind, and whether an unbiased estimator stays unbiased. */
const options: Record<keyof typeof transforms, readonly object[]> = {
  "clip-value": [{ max: 0.5 }],
  "clip-norm": [{ max: 0.5 }],
  accumulate: [{ batches: 2 }],
  sign: [{}],
  mask: [{ keep: 0.5 }],
  "fisher-mask": [{ keep: 0.5 }, { keep: 0.5, fisher: "batch" }, { keep: 1 }],
  natural: [{}, { fisher: "batch" }],
};
const all = Object.entries(options).flatMap(([kind, each]) => each.map((rest) => ({ kind, ...rest })));

describe.each([
  ["the three-state chain", threeStates()],
  ["the three-state chain without γᵗ", threeStates({ stateWeight: "none" })],
  ["a problem that may end at any step", endingAnywhere({ horizon: 3 })],
])("over all paths of %s", (_, problem) => {
  const truth = truthOf(problem);

  it.each(all.map((chosen) => [chosen] as const))("%j is unbiased if and only if it says so", (chosen) => {
    const estimator = transformed(problem, estimatorOf(problem, { kind: "reinforce" }), chosen);
    const { mean } = meanOver(problem, estimator);
    const bias = largest(subtract(mean, truth));
    if (estimator.unbiased) expect(bias).toBeLessThan(1e-13);
    else expect(bias).toBeGreaterThan(1e-3);
  });

  it("the same test finds a mask that is not rescaled and a sum in place of a mean", () => {
    const right = transformed(problem, estimatorOf(problem, { kind: "reinforce" }), {
      kind: "mask",
      keep: 0.5,
    });
    const halved = { ...right, estimate: scaling(right.estimate, 0.5) };
    expect(largest(subtract(meanOver(problem, halved).mean, truth))).toBeGreaterThan(1e-3);
    const two = transformed(problem, estimatorOf(problem, { kind: "reinforce" }), {
      kind: "accumulate",
      batches: 2,
    });
    const summed = { ...two, estimate: scaling(two.estimate, 2) };
    expect(largest(subtract(meanOver(problem, summed).mean, truth))).toBeGreaterThan(1e-3);
  });
});
