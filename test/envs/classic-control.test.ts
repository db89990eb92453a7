import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { counted, drawActions, make, stepOf, type Task, tasks } from "./classic-control.ts";
import { type Distance, distanceFromSteps } from "./golden-steps.ts";

const isWithin = (distance: Distance, tolerance: Distance): boolean =>
  Object.keys(tolerance).every((key) => distance[key as keyof Distance] <= tolerance[key as keyof Distance]);

const firstState = (environment: ContinuousEnvironment, random: Random): Float64Array => {
  const state = new Float64Array(environment.stateSize).fill(Number.NaN);
  environment.reset(state, random);
  return state;
};

describe.each(Object.entries(tasks))("%s", (name, task) => {
  const environment = make(task);

  it("bears its name and takes no options that it does not describe", () => {
    expect(environment.kind).toBe(name);
    expect(task.entry.summary).toContain(task.id);
    expect(task.entry.options.safeParse({ speed: 1 }).success).toBe(false);
  });

  it("steps as Gymnasium does", () => {
    const distance = distanceFromSteps(environment, task.id);
    expect(isWithin(distance, task.tolerance), JSON.stringify(distance)).toBe(true);
  });

  it.each(task.wrong)("would be found out with %j", (options) => {
    expect(isWithin(distanceFromSteps(make(task, options), task.id), task.tolerance)).toBe(false);
  });

  it.each<[string, Partial<ContinuousEnvironment>]>([
    [
      "took another action",
      {
        step(state, [a], random, outcome) {
          const other = environment.action.size === undefined ? (a + 1) % environment.action.count : 0.9 * a;
          environment.step(state, Float64Array.of(other), random, outcome);
        },
      },
    ],
    [
      "paid a little more",
      {
        step(state, action, random, outcome) {
          environment.step(state, action, random, outcome);
          outcome.reward += 1e-8;
        },
      },
    ],
    [
      "ended a step that goes on, or the other way round",
      {
        step(state, action, random, outcome) {
          environment.step(state, action, random, outcome);
          outcome.terminated = state[0] > 0.2;
        },
      },
    ],
    [
      "showed something else",
      {
        observe(state, out) {
          environment.observe!(state, out);
          out[1] += 2e-6;
        },
      },
    ],
  ])("would be found out if it %s", (_, change) => {
    const distance = distanceFromSteps({ ...environment, ...change }, task.id);
    expect(isWithin(distance, task.tolerance)).toBe(false);
  });

  it("shows float32 numbers", () => {
    const observation = new Float64Array(environment.observationSize);
    environment.observe!(firstState(environment, stream("test", name)), observation);
    expect([...observation]).toEqual([...new Float32Array(observation)]);
  });

  it("repeats what follows a snapshot that is written back, bit for bit", () => {
    const key = ["test", "snapshot", name];
    const random = counted(...key);
    const actions = drawActions(environment, 60, name);
    const state = firstState(environment, random);
    for (const action of actions.slice(0, 20)) stepOf(environment, state, action, random);
    const snapshot = state.slice();
    const { drawn } = random;
    const goOn = (draws: Random) => actions.slice(20).map((a) => stepOf(environment, state, a, draws));
    const first = goOn(random);
    state.set(snapshot);
    const samePlace = stream(...key);
    for (let i = 0; i < drawn; i++) samePlace.next();
    expect(goOn(samePlace)).toEqual(first);
    expect(first.at(-1)).not.toEqual(first.at(-2)); // it had not come to rest
  });

  it("keeps two trajectories apart whose steps take turns", () => {
    const actions = [drawActions(environment, 40, `${name} a`), drawActions(environment, 40, `${name} b`)];
    const begin = () =>
      ["a", "b"].map((which) => {
        const random = stream("test", "turns", name, which);
        return { random, state: firstState(environment, random) };
      });
    const apart = begin().map(({ state, random }, i) =>
      actions[i].map((action) => stepOf(environment, state, action, random)),
    );
    const turns = begin();
    const found: number[][][] = [[], []];
    for (let t = 0; t < 40; t++)
      for (const [i, { state, random }] of turns.entries())
        found[i].push(stepOf(environment, state, actions[i][t], random));
    expect(found).toEqual(apart);
  });

  it("leaves the action as it is", () => {
    const state = firstState(environment, stream("test", name));
    for (const action of drawActions(environment, 20, name)) {
      const before = action.slice();
      stepOf(environment, state, action, stream("test", name));
      expect(action).toEqual(before);
    }
  });

  it("draws its first states uniformly, each number on its own", () => {
    expect(resetDeviation(task, stream("test", "reset", name))).toBeLessThan(LIMIT);
    const random = stream("test", "skewed", name);
    expect(resetDeviation(task, { next: () => random.next() ** 1.1 })).toBeGreaterThan(LIMIT);
  });

  it("keeps its first states within their bounds", () => {
    for (const [u, side] of [
      [0, -1],
      [1 - 2 ** -32, 1],
    ]) {
      for (const [i, x] of firstState(environment, { next: () => u }).entries()) {
        const bound = task.center[i] + side * task.spread[i];
        expect(Math.abs(x - bound)).toBeLessThan(1e-8);
      }
    }
  });
});

/** Of |z|; 14 of them are looked at where the state has four numbers: a right one exceeds it with probability 1e-4. */
const LIMIT = 4.5;

/** Worst |z| of the means of x, x² and x y, where x and y are numbers of the first state: uniform on [−w, w]. */
const resetDeviation = (task: Task, random: Random): number => {
  const environment = make(task);
  const n = 20_000;
  const w = task.spread;
  const D = w.length;
  const means = new Float64Array(D);
  const products = new Float64Array(D * D);
  for (let k = 0; k < n; k++) {
    const x = firstState(environment, random).map((number, i) => number - task.center[i]);
    for (let i = 0; i < D; i++) {
      means[i] += x[i] / n;
      for (let j = 0; j <= i; j++) products[i * D + j] += (x[i] * x[j]) / n;
    }
  }
  let worst = 0;
  const compare = (mean: number, expected: number, deviation: number) => {
    const z = Math.abs(mean - expected) / (deviation / Math.sqrt(n));
    worst = Math.max(worst, deviation === 0 ? (mean === expected ? 0 : Infinity) : z);
  };
  for (let i = 0; i < D; i++) {
    compare(means[i], 0, w[i] / Math.sqrt(3));
    compare(products[i * D + i], w[i] ** 2 / 3, w[i] ** 2 * Math.sqrt(4 / 45));
    for (let j = 0; j < i; j++) compare(products[i * D + j], 0, (w[i] * w[j]) / 3);
  }
  return worst;
};
