import { describe, expect, it } from "vitest";
import { enumeratedMoments } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf, sampler } from "../problems/estimator-of.ts";
import { openLoop, threeStates } from "../problems/index.ts";
import { criticOf, doubleIntegrator, evaluated } from "./vectors.ts";

const HORIZON = 4;
const STEPS = 3;
const beyond = { kind: "exact", beyond: STEPS };
const apart = (a: readonly number[], b: readonly number[]) => largest(a.map((x, i) => x - b[i]));
const cutAt = (i: number, n: number) => Uint8Array.from({ length: n }, (_, j) => (j === i ? 1 : 0));

const chain = { near: threeStates({ horizon: HORIZON }), far: threeStates({ horizon: HORIZON + STEPS }) };
const regulators = {
  near: doubleIntegrator({ horizon: HORIZON, discount: 0.9 }),
  far: doubleIntegrator({ horizon: HORIZON + STEPS, discount: 0.9 }),
};
const problems = {
  "the three-state chain": { ...chain, batch: sampler(chain.near, "test", "beyond")(16) },
  "the double integrator": { ...regulators, batch: regulators.near.sampler("beyond")(16) },
};

describe.each(Object.entries(problems))(
  "the exact critic beyond the horizon, on %s",
  (_, { near, far, batch }) => {
    /** V of the longer problem at the steps of the shorter one's trajectories, and after them. */
    const expected = evaluated(criticOf({ kind: "exact" }, far), batch, far.point);

    it("is that of the later horizon, at all steps and after the last one", () => {
      const found = evaluated(criticOf(beyond, near), batch, near.point);
      expect(apart(found, expected)).toBeLessThan(1e-12);
      const within = evaluated(criticOf({ kind: "exact" }, near), batch, near.point);
      expect(apart(found, within)).toBeGreaterThan(1e-3);
      const table = criticOf(beyond, near).table!(near.point);
      expect(table).toHaveLength(criticOf({ kind: "exact" }, near).table!(near.point).length);
      expect(table).toEqual(criticOf({ kind: "exact" }, far).table!(far.point).slice(0, table.length));
    });

    it("is 0 where the horizon is an end, but not where the end of a batch cuts", () => {
      const critic = criticOf({ ...beyond, horizon: "end" }, near);
      const cut = { ...batch, cut: cutAt(2, 16) };
      const open = cutAt(2, 16).map((x, i) => (batch.terminated[i] ? 1 : x)); // values after terminations mean nothing
      const found = evaluated(critic, cut, near.point);
      expect(apart(found.slice(0, batch.steps), expected.slice(0, batch.steps))).toBeLessThan(1e-12);
      for (const [i, x] of found.slice(batch.steps).entries())
        if (i === 2) expect(x).toBeCloseTo(expected[batch.steps + i], 12);
        else if (!open[i]) expect(x).toBe(0);
      critic.table!(near.point); // which must not change what is looked up next
      expect(evaluated(critic, cut, near.point)).toEqual(found);
    });

    it("follows θ", () => {
      const critic = criticOf(beyond, near);
      const before = evaluated(critic, batch, near.point);
      const theta = near.point.theta.slice();
      near.point.moveTo(theta.map((x) => 0.5 * x + 0.1));
      expect(evaluated(critic, batch, near.point)).not.toEqual(before);
      near.point.moveTo(theta);
      expect(evaluated(critic, batch, near.point)).toEqual(before);
    });
  },
);

describe("GAE with values beyond the horizon", () => {
  const { near } = chain;
  const meanOf = (lambda: number, critic: object) =>
    enumeratedMoments(near, estimatorOf(near, { kind: "actor-critic", lambda, critic }), 1).mean;

  it("has the same mean for every λ, which is not ∇J, and claims nothing else", () => {
    const means = [0, 0.5, 1].map((lambda) => meanOf(lambda, beyond));
    expect(largest(subtract(means[0], means[2]))).toBeLessThan(1e-12);
    expect(largest(subtract(means[1], means[2]))).toBeLessThan(1e-12);
    expect(largest(subtract(means[0], meanOf(0, { kind: "exact" })))).toBeGreaterThan(1e-3);
    const { estimand } = estimatorOf(near, { kind: "actor-critic", lambda: 0, critic: beyond });
    expect(estimand.unbiased).toBe(false);
  });

  it("depends on λ where the horizon is an end all the same", () => {
    const ended = { ...beyond, horizon: "end" };
    expect(largest(subtract(meanOf(0, ended), meanOf(1, ended)))).toBeGreaterThan(1e-3);
    expect(largest(subtract(meanOf(1, ended), meanOf(1, { kind: "exact" })))).toBeLessThan(1e-12);
  });
});

describe("the exact critic refuses", () => {
  it("a horizon with nothing beyond it, and means that end with the horizon", () => {
    expect(() => criticOf({ kind: "exact", horizon: "end" }, chain.near)).toThrow(
      new RangeError("horizon goes with beyond, and only with it: the exact value at the horizon is 0"),
    );
    expect(() => criticOf(beyond, openLoop())).toThrow(
      new RangeError("beyond needs a policy that goes on; this one has a mean per step of the horizon"),
    );
  });
});
