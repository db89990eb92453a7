import { describe, expect, it } from "vitest";
import type { FunctionPolicy } from "../../src/policies/policy.ts";
import type { ContinuousPoint, DiscretePoint } from "../../src/problem/point.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { exactTruth } from "../../src/truth/exact.ts";
import { largest } from "../numbers.ts";
import { sampler } from "../problems/estimator-of.ts";
import { frozenLake, threeStates } from "../problems/index.ts";
import { actedBy, withoutTables } from "../problems/problem-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const run = (study: object) =>
  setUp(runsOf({ agents: [{ name: "a", estimator: { kind: "importance" }, iterations: 1 }], ...study })[0])
    .point as DiscretePoint;

describe("the behavior policy", () => {
  it("is π itself, the same array, unless a study names one", () => {
    const point = run({});
    expect(point.behavior).toBe(point.probabilities);
  });

  it("is (1 − ε) π + ε / A, and follows θ", () => {
    const point = run({ behavior: { uniform: 0.4 } });
    for (const change of [0, 1, -2]) {
      point.theta[2] += change;
      point.moveTo(point.theta);
      expect(
        largest(point.behavior.map((p, row) => p - (0.6 * point.probabilities[row] + 0.2))),
      ).toBeLessThan(1e-15);
      expect(point.cumulative[0]).toBe(point.behavior[0]);
      expect(point.cumulative[1]).toBe(1);
    }
  });

  it("may be uniform altogether", () => {
    expect([...run({ behavior: { uniform: 1 } }).behavior]).toEqual(Array(6).fill(0.5));
  });

  it("leaves the exact values and the truth those of π", () => {
    const [on, off] = [threeStates(), actedBy(threeStates(), 0.4)];
    expect(exactTruth(off.point)).toEqual(exactTruth(on.point));
  });

  it.each([
    ["the tables of the model", frozenLake({ horizon: 5 })],
    ["the simulator's steps", frozenLake({ horizon: 5 })],
  ])("draws the actions, over %s (|z| < 5 for 64 frequencies, P(false alarm) < 4e-5)", (name, problem) => {
    const over = name.startsWith("the tables") ? problem : withoutTables(problem);
    const off = actedBy(over, 0.7);
    const { states, actions, steps } = sampler(off, "test", "behavior")(4000);
    const visits = new Float64Array(16);
    const counts = new Float64Array(64);
    for (let k = 0; k < steps; k++) {
      visits[states[k]]++;
      counts[4 * states[k] + actions[k]]++;
    }
    const worst = (table: Float64Array) =>
      largest(
        counts.map((count, row) => {
          const n = visits[row >> 2];
          return n === 0 ? 0 : (count - n * table[row]) / Math.sqrt(n * table[row] * (1 - table[row]));
        }),
      );
    expect(worst(off.point.behavior)).toBeLessThan(5);
    expect(worst(off.point.probabilities)).toBeGreaterThan(20); // so that the other policy would show
  });
});

describe("the points of a problem with continuous states", () => {
  const { point } = setUp(
    runsOf({
      environment: { kind: "cart-pole" },
      policy: { kind: "perceptron", widths: [3], normalize: true },
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 1 }],
    })[0],
  ) as { point: ContinuousPoint };
  const { problem } = point;
  const policy = problem.policy as FunctionPolicy;

  it("have policies of their own, each with its θ, and none is the problem's", () => {
    const other = point.moved(point.theta.map((x) => x + 1)) as ContinuousPoint;
    expect(new Set([policy, point.policy, other.policy]).size).toBe(3);
    const batch = sampler({ point } as never, "points")(3);
    const [before, after, there] = [0, 0, 0].map(() => new Float64Array(batch.steps));
    point.logProbabilities(batch, before);
    other.logProbabilities(batch, there);
    policy.load(other.theta); // which is nobody's
    point.logProbabilities(batch, after);
    expect(after).toEqual(before);
    expect(there).not.toEqual(before);
  });

  it("share the normalizer of the problem, at once", () => {
    const other = point.moved(point.theta) as ContinuousPoint;
    const batch = sampler({ point } as never, "normalizer")(3);
    const logs = () =>
      [point, other].map((each) => {
        const out = new Float64Array(batch.steps);
        each.logProbabilities(batch, out);
        return out;
      });
    const before = logs();
    policy.normalizer!.update(batch);
    policy.normalizer!.refresh();
    const [own, others] = logs();
    expect(own).toEqual(others);
    expect(own).not.toEqual(before[0]);
  });
});
