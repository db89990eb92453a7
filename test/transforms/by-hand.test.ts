import { describe, expect, it } from "vitest";
import { ANY_BATCH } from "../../src/estimators/estimator.ts";
import { growing } from "../../src/memory/memory.ts";
import { held } from "../../src/memory/state.ts";
import type { transforms } from "../../src/transforms/index.ts";
import { largest } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";
import { saying, scripted, transformed } from "./making.ts";

interface Example {
  readonly options: object;
  /** (3, −4, 0) if not given. */
  readonly gradient?: number[];
  readonly draws?: number[];
  readonly expected: number[];
}

/** Three arms at π = (0.5, 0.3, 0.2); the batch pulled the first and the second. */
const bandit = problemOf(environmentOf("bernoulli-bandit"), [5, 3, 2].map(Math.log), {
  discount: 1,
  horizon: 1,
});
const pull = (arm: number) => ({ states: [0], actions: [arm], rewards: [1], last: 0, terminated: true });
const batch = pack([pull(0), pull(1)]);

const examples: Record<keyof typeof transforms, readonly Example[]> = {
  "clip-value": [
    { options: { max: 3.5 }, expected: [3, -3.5, 0] },
    { options: { max: 1 }, expected: [1, -1, 0] },
  ],
  "clip-norm": [
    { options: { max: 1 }, expected: [0.6, -0.8, 0] },
    { options: { max: 5 }, expected: [3, -4, 0] },
    { options: { max: 9 }, expected: [3, -4, 0] },
  ],
  accumulate: [{ options: { batches: 3 }, expected: [3, -4, 0] }], // so far; more in its own test
  scale: [
    { options: { factor: -1 }, expected: [-3, 4, -0] },
    { options: { factor: 0.5 }, expected: [1.5, -2, 0] },
  ],
  sign: [{ options: {}, expected: [1, -1, 0] }],
  mask: [
    { options: { keep: 0.25 }, draws: [0.1, 0.9, 0.2], expected: [12, 0, 0] },
    { options: { keep: 0.5 }, draws: [0.5, 0.49, 0.9], expected: [0, -8, 0] },
    { options: { keep: 1 }, draws: [0.999, 0, 0.5], expected: [3, -4, 0] },
  ],
  "fisher-mask": [
    // F_jj = π_j (1 − π_j) = 0.25, 0.21, 0.16
    { options: { keep: 0.67 }, gradient: [7, 8, 9], expected: [7, 8, 0] },
    { options: { keep: 0.34 }, gradient: [7, 8, 9], expected: [7, 0, 0] },
    { options: { keep: 0.01 }, gradient: [7, 8, 9], expected: [7, 0, 0] },
    { options: { keep: 1 }, gradient: [7, 8, 9], expected: [7, 8, 9] },
    // of the batch, the mean of (0.5, −0.3, −0.2)² and (−0.5, 0.7, −0.2)²: 0.25, 0.29, 0.04
    { options: { keep: 0.34, fisher: "batch" }, gradient: [7, 8, 9], expected: [0, 8, 0] },
    { options: { keep: 0.67, fisher: "batch" }, gradient: [7, 8, 9], expected: [7, 8, 0] },
  ],
  natural: [
    // F + I = diag(π) − ππᵀ + I = [1.25 −0.15 −0.10; −0.15 1.21 −0.06; −0.10 −0.06 1.16], times (1, 2, 3)
    { options: { damping: 1 }, gradient: [0.65, 2.09, 3.26], expected: [1, 2, 3] },
    // F̂ + I = [1.25 −0.25 0; −0.25 1.29 −0.04; 0 −0.04 1.04], times (1, 2, 3)
    { options: { damping: 1, fisher: "batch" }, gradient: [0.75, 2.21, 3.04], expected: [1, 2, 3] },
  ],
};

describe("a transform", () => {
  const cases = Object.entries(examples).flatMap(([kind, each]) =>
    each.map((example) => ({ kind, ...example })),
  );

  it.each(cases)(
    "$kind $options makes $expected",
    ({ kind, options, gradient = [3, -4, 0], draws = [], expected }) => {
      const random = scripted(...draws);
      const estimator = transformed(bandit, saying(gradient), { kind, ...options });
      const out = new Float64Array(3);
      for (let again = 0; again < (draws.length === 0 ? 2 : 1); again++) {
        estimator.estimate(batch, bandit.point, out, random);
        expect(largest(out.map((x, j) => x - expected[j]))).toBeLessThan(1e-14);
      }
      expect(random.left).toBe(0);
    },
  );

  it("keeps what is remembered, the state weight and the smallest batch, and states a law of its own", () => {
    const remembered: unknown[] = [];
    const inner = {
      ...saying([1, 2, 3]),
      estimand: { stateWeight: "none" as const, unbiased: true },
      takes: { ...ANY_BATCH, fewest: 2 },
      memory: growing(held({}), {
        update: (...seen: unknown[]) => void remembered.push(seen),
        reset: () => {},
      }),
    };
    for (const { kind, options } of cases) {
      const outer = transformed(bandit, inner, { kind, ...options });
      expect(outer).toMatchObject({ estimand: { stateWeight: "none" }, takes: { fewest: 2 } });
      expect(["accumulated", "changed"]).toContain(outer.law.kind);
      outer.memory!.update(batch, bandit.point);
      expect(remembered.splice(0)).toEqual([[batch, bandit.point]]);
      expect(transformed(bandit, saying([1]), { kind, ...options }).memory).toBeUndefined();
    }
  });
});
