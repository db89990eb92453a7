import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import { actorCritic } from "../../src/estimators/scores/actor-critic.ts";
import { allAction } from "../../src/estimators/scores/all-action.ts";
import { qActorCritic } from "../../src/estimators/scores/q-actor-critic.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { stream } from "../../src/random.ts";
import type { Actions, TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { subtract } from "../numbers.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { cart, plane } from "../problems/index.ts";

const A = 2;

/** Relative: a perceptron computes in numbers of 32 bits, whose sums are added here in another order. */
const ROUNDING = 1e-5;

/** A guess of Q that no table holds: a function of what is seen, of the time and of the action. */
const guess = (batch: TrajectoryBatch, k: number, t: number, a: number): number =>
  2 - 0.1 * t + (a + 1) * Math.sin(3 * batch.observations[4 * k] + batch.observations[4 * k + 2] + a);

const eachStep = (batch: TrajectoryBatch, visit: (k: number, t: number) => void): void => {
  for (let i = 0; i < batch.trajectories; i++)
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) visit(k, k - batch.offsets[i]);
};

const critic: Critic = {
  evaluate(batch, _, values, ends) {
    values.fill(0, 0, batch.steps);
    ends.fill(0);
  },
  actionValues(batch, _, out) {
    eachStep(batch, (k, t) => {
      for (let a = 0; a < A; a++) out[k * A + a] = guess(batch, k, t, a);
    });
  },
};

const scene = { ...cart(15), critic: () => critic };
const { point, objective } = scene;
const P = point.theta.length;
const batch = structuredClone(point.sampler(stream("test", "over", "a"), stream("test", "over", "e"))(12));

/** π(a|·) of every step, from log π of a batch in which a was taken. */
const likelihood = (a: number): Float64Array => {
  const out = new Float64Array(batch.steps);
  point.logProbabilities({ ...batch, actions: new Float64Array(batch.steps).fill(a) }, out);
  return out.map(Math.exp);
};

/** Σ_k w_k ∇ log π(a|x_k) / n. */
const scoresAs = (actions: Actions, weight: (k: number, t: number) => number): Float64Array => {
  const weights = new Float64Array(batch.steps);
  eachStep(batch, (k, t) => {
    weights[k] = weight(k, t) / batch.trajectories;
  });
  const out = new Float64Array(P);
  point.weightedScores({ ...batch, actions }, 0, batch.steps, [weights], [out]);
  return out;
};

const estimate = (kind: Parameters<typeof createEstimator>[0], options: object): Float64Array => {
  const out = new Float64Array(P).fill(Number.NaN);
  createEstimator(kind, options, scene).estimate(batch, point, out, stream("none"));
  return out;
};

const named = { critic: "agent" };
const apart = (one: Float64Array, other: Float64Array) => norm(subtract(one, other)) / norm(other);
const decay = (t: number) => objective.discount ** t;

describe("with a perceptron over two actions", () => {
  const probabilities = Array.from({ length: A }, (_, a) => likelihood(a));
  const each = (a: number) =>
    scoresAs(
      new Float64Array(batch.steps).fill(a),
      (k, t) => decay(t) * probabilities[a][k] * guess(batch, k, t, a),
    );
  const expected = each(0).map((x, j) => x + each(1)[j]);
  const taken = scoresAs(batch.actions, (k, t) => decay(t) * guess(batch, k, t, batch.actions[k]));

  it("all actions weigh the scores by π and Q", () => {
    expect(apart(estimate(allAction, named), expected)).toBeLessThan(ROUNDING);
    expect(apart(estimate(allAction, { ...named, stateWeight: "none" }), expected)).toBeGreaterThan(1e-2);
  });

  it("Q of the action taken weighs its score, with the mean of Q subtracted or not", () => {
    expect(apart(estimate(qActorCritic, { ...named, advantage: false }), taken)).toBeLessThan(ROUNDING);
    const centered = scoresAs(batch.actions, (k, t) => {
      const mean = probabilities.reduce((sum, p, a) => sum + p[k] * guess(batch, k, t, a), 0);
      return decay(t) * (guess(batch, k, t, batch.actions[k]) - mean);
    });
    expect(apart(estimate(qActorCritic, named), centered)).toBeLessThan(ROUNDING);
    expect(apart(estimate(qActorCritic, named), taken)).toBeGreaterThan(1e-2);
  });

  it("a baseline of actions takes Q away and adds its mean back", () => {
    const plain = estimate(reinforce, {});
    const baseline = { kind: "action-dependent", critic: "agent" };
    const corrected = plain.map((x, j) => x - taken[j] + expected[j]);
    expect(apart(estimate(reinforce, { baseline }), corrected)).toBeLessThan(ROUNDING);
    const off = { ...baseline, correction: false };
    expect(apart(estimate(reinforce, { baseline: off }), corrected)).toBeGreaterThan(1e-2);
  });

  it("a critic of states alone is refused", () => {
    const blind = { ...scene, critic: () => ({ evaluate: critic.evaluate }) };
    expect(() => createEstimator(allAction, { critic: "agent" }, blind)).toThrow(/gives no action values/);
    expect(createEstimator(actorCritic, { critic: "agent", lambda: 1 }, blind)).toBeDefined();
  });
});

it("actions of real numbers are refused by name", () => {
  const gaussian = { ...plane(), critic: () => critic };
  for (const [kind, name] of [
    [allAction, "all-action"],
    [qActorCritic, "q-actor-critic"],
  ] as const)
    expect(() => createEstimator(kind, { critic: "agent" }, gaussian)).toThrow(
      new RangeError(`${name} needs discrete actions; those of linear-quadratic are real numbers`),
    );
  const baseline = { kind: "action-dependent", critic: "agent" };
  expect(() => createEstimator(reinforce, { baseline }, gaussian)).toThrow(
    /^baseline "action-dependent" needs discrete/,
  );
});
