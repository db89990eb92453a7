import { describe, expect, it } from "vitest";
import { stepSurrogate } from "../../src/diagnostics/steps/step-surrogate.ts";
import { normalize } from "../../src/estimators/normalize.ts";
import { landscapesOf } from "../../src/probe/landscapes.ts";
import { nextStep } from "../../src/probe/next-step.ts";
import type { ContinuousPoint } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import type { Setup } from "../../src/setup/set-up.ts";
import { isLaneBatch } from "../../src/trajectories/lane-batch.ts";
import { dot, normals } from "../numbers.ts";
import { setting, toGo } from "./measured-streams.ts";

const study = {
  environment: { kind: "pendulum" },
  objective: { discount: 0.9, horizon: 30 },
  policy: { kind: "perceptron", widths: [4] },
};
const ppo = {
  ...{ kind: "ppo", minibatches: 4, epochs: 20, clip: 0.1, learningRate: 0.02 },
  ...{ anneal: ["clip"], observations: { clip: 5 }, rewards: { clip: 10 } },
};
const agent = { update: ppo, batchSteps: 100, lanes: 2, iterations: 4 };
const options = { half: 1, radius: 1, trajectories: 6 };

/** The agent after an update of its four. */
const trained = (update: object = ppo): Setup => {
  const setup = setting({ study, agent: { ...agent, update } }, { batchSizes: [2], replicates: 2 });
  setup.update.step(setup.update.lanes!(stream("a"), stream("e")).draw(50), setup.point, stream("r"));
  return setup;
};
const columnsOf = (setup: Setup, change: object = {}) =>
  Object.fromEntries(
    [...landscapesOf(setup, 1, ["look"], { ...options, ...change })].map((event) => [event.kind, event]),
  );
const MIDDLE = 4;
const AHEAD = 5; // at (1, 0), where the step leads

describe("the landscape around an update from steps", () => {
  const setup = trained();
  const before = JSON.stringify([setup.update.save(), setup.point.theta]);
  const columns = columnsOf(setup);

  it("has J, undiscounted returns, the update's surrogate and the same of another batch; and changes nothing", () => {
    expect(Object.keys(columns).sort()).toEqual(["episode_return", "held_out", "surrogate", "true"]);
    expect(JSON.stringify([setup.update.save(), setup.point.theta])).toBe(before);
    for (const { value, change, changeError } of Object.values(columns)) {
      for (const [i, height] of value.entries()) expect(change[i]).toBeCloseTo(height - value[MIDDLE], 10);
      expect([change[MIDDLE], changeError[MIDDLE]]).toEqual([0, 0]);
      expect(changeError.filter((error) => error > 0)).toHaveLength(8);
    }
    expect(columns.episode_return.value[MIDDLE]).toBeLessThan(columns.true.value[MIDDLE]); // all rewards are negative
  });

  it("has the surrogate that a step by step account of the batch has, 0 at θ, and higher where its own step leads", () => {
    const { batch, moved } = nextStep(setup, ["look"]);
    const { advantages, clip, steps } = setup.update.surrogate!(batch, setup.point);
    expect(clip).toBeCloseTo(0.1 * (1 - 1 / 4), 12);
    expect(advantages.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9);
    const { policy } = setup.point.moved(setup.point.theta) as ContinuousPoint;
    const logs = (theta: Float64Array) => {
      policy.load(theta);
      return Array.from(advantages, (_, k) => {
        const log = new Float64Array(1);
        policy.rows.forward(
          steps.inputs,
          steps.actions,
          k,
          1,
          steps.times.subarray(k),
          log,
          new Float64Array(1),
        );
        return log[0];
      });
    };
    const [here, there] = [logs(setup.point.theta), logs(moved)];
    let sum = 0;
    for (const [k, advantage] of advantages.entries()) {
      const ratio = Math.exp(there[k] - here[k]);
      sum += Math.min(ratio * advantage, Math.min(1 + clip, Math.max(1 - clip, ratio)) * advantage);
    }
    const { surrogate, held_out } = columns;
    expect(surrogate.value[MIDDLE]).toBeCloseTo(0, 9);
    expect(surrogate.value[AHEAD]).toBeCloseTo(sum / advantages.length, 6); // perceptrons work in single precision
    expect(surrogate.value[AHEAD]).toBeGreaterThan(0);
    expect(held_out.value[AHEAD]).toBeLessThan(surrogate.value[AHEAD]);
  });

  it("may be of a step that more pairs make, which fits them less", () => {
    const { surrogate } = columnsOf(setup, { pairs: 2000 });
    expect(surrogate.standardError[AHEAD]).toBeLessThan(columns.surrogate.standardError[AHEAD] / 2);
  });
});

it("a surrogate without a clip slopes at θ as the estimate does that the update begins with", () => {
  const { clip: _, anneal: __, observations: ___, ...plain } = ppo; // inputs are observations, whenever they are read
  const setup = trained({ ...plain, normalizeAdvantages: "none" });
  const { point, update } = setup;
  const { batch } = nextStep(setup, ["slope"]);
  expect(isLaneBatch(batch)).toBe(true);
  const estimate = new Float64Array(point.theta.length);
  update.estimators[0].estimator.estimate(batch, point, estimate, stream("none"));
  const surface = stepSurrogate(point, update.surrogate!(batch, point));
  const direction = normals(estimate.length, "slope");
  const h = 3e-3;
  const at = (x: number) => surface(point.moved(point.theta.map((t, j) => t + x * direction[j]))).value;
  const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  expect(Math.abs(slope / dot(estimate, direction) - 1)).toBeLessThan(0.01);
  const normalized = update.surrogate!(batch, point).advantages.slice();
  normalize(normalized, normalized.length);
  const other = stepSurrogate(point, { ...update.surrogate!(batch, point), advantages: normalized });
  const of = (x: number) => other(point.moved(point.theta.map((t, j) => t + x * direction[j]))).value;
  expect(Math.abs((of(h) - of(-h)) / (2 * h) / dot(estimate, direction) - 1)).toBeGreaterThan(0.1);
});

describe("pairs of a step", () => {
  const probe = (pairs: number) => ({
    batchSizes: [2],
    replicates: 2,
    diagnostics: { landscape: { pairs } },
  });
  it.each<[string, object, number, string]>([
    ["no whole number of each lane", agent, 101, "landscape.pairs must be a multiple of lanes, 2; got 101"],
    ["fewer than minibatches", agent, 2, "landscape.pairs must be at least the minibatches of a, 4; got 2"],
    [
      "trajectories",
      { estimator: toGo, batchSize: 4 },
      100,
      "landscape.pairs is of agents whose batches are of steps; those of a are not",
    ],
  ])("are refused for %s", (_, of, pairs, message) => {
    expect(() => setting({ study, agent: of }, probe(pairs))).toThrow(message);
  });
});
