import { describe, expect, it } from "vitest";
import type { Critic } from "../../../src/critics/critic.ts";
import { critics } from "../../../src/critics/index.ts";
import { ConfigError } from "../../../src/errors/config-error.ts";
import type { State } from "../../../src/memory/state.ts";
import { stream } from "../../../src/random.ts";
import { lambdaReturn } from "../../../src/trajectories/advantages.ts";
import { largest } from "../../numbers.ts";
import { sampler } from "../../problems/estimator-of.ts";
import { cart, threeStates } from "../../problems/index.ts";
import { problemOf } from "../../problems/problem-of.ts";
import { anywhere, twoTrajectories, valuesOf } from "../two-trajectories.ts";
import { criticOf, doubleIntegrator, evaluated, nowhere, valueError } from "../vectors.ts";

const chain = threeStates();
const half = { discount: 0.5, horizon: 9, stateWeight: "discounted" } as const;
const { point } = problemOf(chain.environment, [0.3, -0.2, 0.5, 0, 0, 0.4], half);
/** So deep and so little shrunken that every state, time and action has a value of its own. */
const full = { kind: "boosted-trees", trees: 1, shrinkage: 1, depth: 8, minimumLeaf: 1, subsample: 1 };
const onChain = (options: object) => criticOf({ ...full, ...options }, { ...chain, objective: half });
const many = (i: number) => sampler(chain, "test", "boosted-trees", i)(16);

describe("the critic of boosted trees", () => {
  it("is a table of mean returns where every state has a leaf", () => {
    const critic = onChain({});
    critic.memory!.update(twoTrajectories, anywhere);
    expect(largest(valuesOf(critic).map((v, s) => v - [3, 1, 2][s]))).toBeLessThan(1e-14); // of 2 and 4, 2 and 0, 2
  });

  it("knows the time where it is an input: at t = 0, 1, 2", () => {
    const critic = onChain({ time: "input" });
    critic.memory!.update(twoTrajectories, anywhere);
    expect(evaluated(critic, twoTrajectories).slice(0, 5)).toEqual([2, 2, 4, 0, 2]);
    const table = critic.table!(point);
    expect(table.length).toBe(30);
    expect([table[0], table[3 + 1], table[6]]).toEqual([2, 2, 4]); // (t, s) of 0, 0; 1, 1; 2, 0
  });

  it.each([
    {},
    { time: "input" },
    { action: "input" },
    { loss: "bernoulli", time: "input", action: "input" },
  ])("gives the values of its tables: %o", (options) => {
    const objective = { ...half, discount: 0.1 };
    const critic = criticOf({ ...full, depth: 3, ...options }, { ...chain, objective });
    const batch = many(0);
    for (let k = 0; k < batch.steps; k++) batch.rewards[k] = batch.actions[k] / 2;
    critic.memory!.update(batch, point);
    const values = evaluated(critic, batch, point);
    const [V, Q] = [critic.table!(point), critic.actionTable?.(point)];
    const actionValues = new Float64Array(2 * batch.steps);
    critic.actionValues?.(batch, point, actionValues);
    expect(Q !== undefined).toBe("action" in options);
    for (let i = 0; i < batch.trajectories; i++) {
      const length = batch.offsets[i + 1] - batch.offsets[i];
      for (let t = 0; t < length; t++) {
        const k = batch.offsets[i] + t;
        const row = 3 * t + batch.states[k];
        expect(values[k]).toBeCloseTo(V[row], 14);
        for (let a = 0; Q && a < 2; a++) expect(actionValues[2 * k + a]).toBe(Q[2 * row + a]);
      }
      expect(values[batch.steps + i]).toBeCloseTo(V[3 * length + batch.lastStates[i]], 14);
    }
  });

  it("has Σ π Q as its V on observations too, where actions are numbered", () => {
    const { point, environment, objective } = cart();
    const critic = criticOf({ kind: "boosted-trees", action: "input" }, { environment, objective });
    const batch = point.sampler(stream("test", "actions"), stream("test", "environment"))(30);
    critic.memory!.update(batch, point);
    expect(critic.table).toBeUndefined();
    const Q = new Float64Array(2 * batch.steps);
    critic.actionValues!(batch, point, Q);
    const values = evaluated(critic, batch, point);
    for (let a = 0; a < 2; a++) {
      const logs = new Float64Array(batch.steps);
      point.logProbabilities({ ...batch, actions: new Float64Array(batch.steps).fill(a) }, logs);
      for (let k = 0; k < batch.steps; k++) values[k] -= Math.exp(logs[k]) * Q[2 * k + a];
    }
    expect(largest(values.slice(0, batch.steps))).toBeLessThan(1e-12);
    // a last observation has the value of a step that begins there
    const [next] = [batch.offsets[1]];
    const after = { ...batch, lastObservations: batch.observations.slice(4 * next, 4 * (next + 1)) };
    const ends = evaluated(critic, { ...after, trajectories: 1, steps: next }, point);
    expect(ends[next]).toBeCloseTo(evaluated(critic, batch, point)[next], 12);
    expect(new Set(Q).size).toBeGreaterThan(10);
  });

  it("fits λ-returns again and again, from the rewards-to-go on", () => {
    const target = { target: "lambda-return", lambda: 0.5 };
    const critic = onChain({ ...target, passes: 1, fit: "earlier-batch" });
    const first = onChain({ fit: "earlier-batch" });
    const batch = many(1);
    critic.memory!.update(batch, point);
    first.memory!.update(batch, point);
    const values = Float64Array.from(evaluated(first, batch));
    const targets = new Float64Array(batch.steps);
    lambdaReturn(0.5, 0.5)(batch, values, values.subarray(batch.steps), targets);
    for (let s = 0; s < 3; s++) {
      const seen = [...targets].filter((_, k) => batch.states[k] === s);
      const mean = seen.reduce((sum, G) => sum + G, 0) / seen.length;
      expect(valuesOf(critic)[s]).toBeCloseTo(mean, 12);
    }
    expect(largest(valuesOf(first).map((v, s) => v - valuesOf(critic)[s]))).toBeGreaterThan(1e-3);
    const further = onChain({ ...target, passes: 2, fit: "earlier-batch" });
    further.memory!.update(batch, point);
    expect(valuesOf(further)).not.toEqual(valuesOf(critic));
  });

  it("is fitted to the last batches together along training", () => {
    const taught = (options: object, ...batches: readonly number[]): Critic => {
      const critic = onChain(options);
      for (const i of batches) critic.memory!.update(many(i), point);
      return critic;
    };
    const two = valuesOf(taught({ batches: 2 }, 4, 2, 3));
    expect(two).toEqual(valuesOf(taught({ batches: 2 }, 2, 3)));
    expect(two).not.toEqual(valuesOf(taught({ batches: 1 }, 2, 3)));
    expect(valuesOf(taught({ batches: 1 }, 2, 3))).toEqual(valuesOf(taught({ fit: "earlier-batch" }, 2, 3)));
    expect(two).not.toEqual(valuesOf(taught({ batches: 3 }, 4, 2, 3)));
  });

  it("takes on the state of another, with the batches that it keeps, and no other state", () => {
    const [one, other] = [onChain({ batches: 2 }), onChain({ batches: 2 })];
    for (const i of [2, 3]) one.memory!.update(many(i), point);
    other.memory!.restore(one.memory!.save());
    expect(valuesOf(other)).toEqual(valuesOf(one));
    for (const critic of [one, other]) critic.memory!.update(many(4), point);
    expect(valuesOf(other)).toEqual(valuesOf(one));
    const [trees, batches] = one.memory!.save() as [State, State[]];
    for (const state of [
      trees,
      [trees, [...batches, ...batches]],
      [trees, [{ inputs: batches[0] }]],
      [trees, [{ inputs: 1, targets: 2 }]],
    ])
      expect(() => other.memory!.restore(state)).toThrow(TypeError);
  });

  it("comes near the exact values of a linear-quadratic problem, nearer with the time", () => {
    const regulator = doubleIntegrator({ discount: 0.9 });
    const held = regulator.sampler("boosted-trees", "held out")(500);
    const errorOf = (options: object) => {
      const critic = criticOf({ kind: "boosted-trees", fit: "earlier-batch", ...options }, regulator);
      critic.memory!.update(regulator.sampler("boosted-trees")(300), nowhere);
      return valueError(critic, regulator, held);
    };
    expect(errorOf({ time: "input" })).toBeLessThan(0.03);
    expect(errorOf({ time: "input", trees: 5 })).toBeGreaterThan(0.1);
    expect(errorOf({})).toBeGreaterThan(errorOf({ time: "input" }));
    expect(errorOf({ time: "input", folds: 3, trees: 200 })).toBeLessThan(0.03);
  });
});

describe("what a critic of boosted trees is not", () => {
  const refusal = (options: object, context: Parameters<typeof criticOf>[1] = chain) => {
    try {
      criticOf({ kind: "boosted-trees", ...options }, context);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  it.each([
    [{ lambda: 0.5 }, 'lambda goes with target lambda-return, and only with it; target is "monte-carlo"'],
    [{ passes: 2 }, 'passes go with target lambda-return only; target is "monte-carlo"'],
    [{ batches: 2, fit: "same-batch" }, 'batches is read with fit training only; fit is "same-batch"'],
    [{ features: "environment" }, 'features "environment" needs features of the states; finite-mdp has none'],
  ])("is said of %o", (options, message) => {
    expect(refusal(options)).toBe(message);
  });

  it("is said of real actions, and of features of observations", () => {
    const regulator = doubleIntegrator();
    expect(refusal({ action: "input" }, regulator)).toBe(
      'critic "boosted-trees" with action "input" needs discrete actions; those of linear-quadratic are real numbers',
    );
    expect(refusal({ features: "one-hot" }, regulator)).toBe(
      "features are of discrete states; those of linear-quadratic are continuous",
    );
  });

  it.each([
    { trees: 0 },
    { subsample: 0 },
    { subsample: 1.5 },
    { folds: 1 },
    { minimumLeaf: 0 },
    { depth: 9 },
  ])("is said of %o by the schema", (options) => {
    expect(critics["boosted-trees"].options.safeParse(options).success).toBe(false);
  });

  it("is an error of the study where the batch does not suit it", () => {
    const error = (options: object) => {
      try {
        onChain(options).memory!.update(twoTrajectories, anywhere);
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    };
    const outside = new ConfigError([
      { path: ["critic"], message: 'loss "bernoulli" needs returns in [0, 1]; got 2; "gaussian" takes any' },
    ]);
    expect(error({ loss: "bernoulli" })).toEqual(outside);
    const few = new ConfigError([
      { path: ["critic"], message: "folds must be at most the steps that are fitted to, 5; got 6" },
    ]);
    expect(error({ folds: 6 })).toEqual(few);
  });
});
