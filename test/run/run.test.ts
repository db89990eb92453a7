import { take } from "rxjs";
import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { EstimatesEvent, ProbeEvent } from "../../src/probe/cell.ts";
import type { IterationEvent, RunEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";
import { environmentOf } from "../problems/environments.ts";
import { eventsOf } from "../problems/events-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const td = { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td", learningRate: 0.2 } };
const study = {
  environment: { kind: "corridor", length: 6, slip: 0.2, stepReward: -0.1 },
  objective: { discount: 0.99, horizon: 30 },
  policy: { kind: "softmax", initial: { normal: 0.3 } },
  agents: [
    {
      name: "learner",
      estimator: td,
      optimizer: { kind: "adam", learningRate: 0.05 },
      batchSize: 8,
      iterations: 7,
    },
  ],
  probe: {
    every: 3,
    batchSizes: [1, 4],
    replicates: 5,
    estimators: [
      { name: "to-go", kind: "reinforce" },
      { name: "the same", ...td },
      { name: "agents critic", ...td, critic: "agent" },
      { name: "exact", ...td, critic: { kind: "exact" } },
    ],
  },
  seeds: [1, 2],
};

const iterations = (events: RunEvent[]) =>
  events.filter((each): each is IterationEvent => each.type === "iteration");
const probes = (events: RunEvent[]) => events.filter((each): each is ProbeEvent => each.type === "probe");
const cells = (events: RunEvent[]) =>
  events.filter((each): each is EstimatesEvent => each.type === "estimates");

const [config, otherSeed] = runsOf(study);
const events = eventsOf(config);

describe("run", () => {
  it("probes θ₀, then iterates, and probes where one is due and at the end", () => {
    const cell = [...Array(10).fill("moments"), ...Array(10).fill("estimates"), ...Array(5).fill("forecast")]; // 2 batch sizes × 5 estimators
    const step = (i: number) => `iteration ${i}`;
    expect(
      events.map(({ type, iteration }) =>
        ["estimates", "moments", "forecast"].includes(type) ? type : `${type} ${iteration}`,
      ),
    ).toEqual([
      ...["probe 0", ...cell, step(0), step(1), step(2)],
      ...["probe 3", ...cell, step(3), step(4), step(5)],
      ...["probe 6", ...cell, step(6)],
      ...["probe 7", ...cell, step(7)],
    ]);
    for (const [k, event] of events.entries()) {
      if (event.type === "estimates" || event.type === "moments")
        expect(event.iteration).toBe(probes(events.slice(0, k)).at(-1)!.iteration);
    }
  });

  it("gives equal events for equal configurations, to the last bit", () => {
    expect(eventsOf(config)).toStrictEqual(events);
    expect(eventsOf(JSON.parse(JSON.stringify(config)))).toStrictEqual(events);
  });

  it("draws everything anew for another seed or another name of the agent", () => {
    const renamed = { ...config, agent: { ...config.agent, name: "renamed" } };
    for (const [other, sameTheta] of [
      [eventsOf(otherSeed), false],
      [eventsOf(renamed), true], // agents of one seed start alike
    ] as const) {
      expect(probes(other)[0].theta.every((x, j) => x === probes(events)[0].theta[j])).toBe(sameTheta);
      expect(iterations(other)[0].meanReturn).not.toBe(iterations(events)[0].meanReturn);
      expect(cells(other)[5].gradients).not.toEqual(cells(events)[5].gradients);
      expect(other).toHaveLength(events.length);
    }
  });

  it("measures the gradient that the agent follows: the same estimator in the probe gives the same bits", () => {
    for (const { iteration } of probes(events)) {
      for (const batchSize of [1, 4]) {
        const at = cells(events).filter(
          (cell) => cell.iteration === iteration && cell.batchSize === batchSize,
        );
        const [agent, , same, shared, exact] = at;
        expect([agent.estimator, same.estimator, shared.estimator]).toEqual([
          "agent",
          "the same",
          "agents critic",
        ]);
        expect(same).toEqual({ ...agent, estimator: same.estimator });
        expect(shared).toEqual({ ...agent, estimator: shared.estimator });
        expect(exact.gradients).not.toEqual(agent.gradients);
      }
    }
  });

  it("trains the same way whether it is probed often, seldom or never", () => {
    const seldom = eventsOf({
      ...config,
      probe: { ...config.probe!, every: 7, replicates: 2, batchSizes: [2] },
    });
    const never = eventsOf({ ...config, probe: undefined });
    expect(iterations(seldom)).toEqual(iterations(events));
    expect(never).toEqual(iterations(events));
    expect(probes(seldom).at(-1)).toEqual(probes(events).at(-1));
  });

  it("measures the same way whatever else is measured", () => {
    const { probe } = config;
    const alone = eventsOf({ ...config, probe: { ...probe!, batchSizes: [4], estimators: [] } });
    const own = cells(events).filter(({ estimator, batchSize }) => estimator === "agent" && batchSize === 4);
    expect(cells(alone)).toEqual(own);
  });

  it("counts steps, and agrees with the truth of the probe before it", () => {
    const steps = iterations(events).map(({ envSteps }) => envSteps);
    const trained = steps.slice(0, 7);
    expect(trained.every((n, i) => n > (steps[i - 1] ?? 0) && n <= 8 * 30 * (i + 1))).toBe(true);
    expect(steps[7]).toBe(steps[6]);
    for (const { iteration, truth } of probes(events))
      expect(iterations(events)[iteration].exactReturn).toBe(truth!.value);
  });

  it("moves θ, and only then does the next probe see another one", () => {
    const [first, second, third, last] = probes(events).map(({ theta }) => theta);
    expect(second).not.toEqual(first);
    expect(third).not.toEqual(second);
    expect(last).not.toEqual(third);
  });

  it("is a pure probe of θ₀ with iterations: 0", () => {
    const pure = eventsOf({ ...config, agent: { ...config.agent, iterations: 0 } });
    expect(pure).toEqual(events.slice(0, 26));
  });

  it("does nothing before it is subscribed to, and stops when it is unsubscribed from", () => {
    let resets = 0;
    const base = environmentOf("corridor", { length: 6, slip: 0.2, stepReward: -0.1 });
    const watched: FiniteEnvironment = {
      kind: "watched",
      states: 6,
      actions: 2,
      step: base.step,
      reset: (random) => {
        resets++;
        return base.reset(random);
      },
    };
    const { estimators: _, ...probe } = config.probe!;
    const stream = run({ ...config, probe: { ...probe, estimators: [] } }, watched);
    expect(resets).toBe(0);
    stream.pipe(take(4)).subscribe(); // the probe of θ₀ and one update
    expect(resets).toBe(5 * (1 + 4) + 8);
    resets = 0;
    stream.subscribe(); // all of it happens at once
    expect(resets).toBe(4 * 5 * (1 + 4) + (7 + 1) * 8);
  });

  it("reports a configuration that cannot be served as the error of the stream", () => {
    const faults: unknown[] = [];
    run({ ...config, policy: { kind: "softmax", initial: [1, 2] } }).subscribe({
      error: (fault) => faults.push(fault),
    });
    expect(faults).toMatchObject([
      {
        name: "ConfigError",
        message: "policy.initial: expected 12 numbers, the length of θ; got 2",
        issues: [{ path: ["policy", "initial"], message: "expected 12 numbers, the length of θ; got 2" }],
      },
    ]);
  });
});

/** Walks on a ring of three states; no model. Pays for state 0, and once in a while more than can be counted. */
const ring = (bad: number, chance: number): FiniteEnvironment => ({
  kind: "ring",
  states: 3,
  actions: 2,
  reset: () => 0,
  step(state, action, random, outcome) {
    const next = (state + (action === 1 ? 1 : 2)) % 3;
    outcome.reward = random.next() < chance ? bad : next === 0 ? 1 : 0;
    outcome.terminated = random.next() < 0.1;
    return next;
  },
});

describe("a run of a custom environment", () => {
  const [own] = runsOf({
    objective: { discount: 0.9, horizon: 8 },
    policy: { kind: "softmax" },
    agents: [{ name: "a", estimator: td, batchSize: 4, iterations: 40 }],
    probe: { every: 20, batchSizes: [2], replicates: 50, estimators: [{ name: "to-go", kind: "reinforce" }] },
  });

  it("needs no model; then there is no truth", () => {
    const seen = eventsOf(own, ring(0, 0));
    expect(probes(seen).map(({ truth }) => truth)).toEqual([null, null, null]);
    expect(iterations(seen)).toHaveLength(41);
    for (const { iteration, exactReturn, gradientNorm } of iterations(seen)) {
      expect(exactReturn).toBeNull();
      if (iteration < 40) expect(gradientNorm).toBeGreaterThanOrEqual(0);
      else expect(gradientNorm).toBeNull();
    }
    for (const cell of cells(seen)) {
      expect([...cell.finite]).toEqual(Array(50).fill(1));
      expect([...cell.cosine].every(Number.isNaN)).toBe(true);
    }
    expect(eventsOf(own, ring(0, 0))).toStrictEqual(seen);
  });

  it.each([Infinity, -Infinity, Number.NaN])("records a reward of %d as not finite, and goes on", (bad) => {
    const seen = eventsOf(own, ring(bad, 0.02));
    expect(probes(seen).every(({ theta }) => theta.every(Number.isFinite))).toBe(true);
    expect(iterations(seen)).toHaveLength(41);
    const skipped = iterations(seen).filter(({ gradientNorm }) => !Number.isFinite(gradientNorm));
    expect(skipped.length).toBeGreaterThan(5);
    expect(skipped.length).toBeLessThan(35);
    expect(cells(seen)).toHaveLength(6);
    for (const { finite, norm, squaredDeviation, gradients } of cells(seen)) {
      const count = finite.reduce((sum, each) => sum + each, 0);
      expect(count).toBeGreaterThan(10);
      expect(count).toBeLessThan(50);
      for (const [r, good] of finite.entries()) {
        expect(gradients.subarray(6 * r, 6 * r + 6).every(Number.isFinite)).toBe(good === 1);
        expect([Number.isFinite(norm[r]), Number.isFinite(squaredDeviation[r])]).toEqual([
          good === 1,
          good === 1,
        ]);
      }
    }
  });

  it("leaves θ where it is if every reward is not finite", () => {
    const seen = eventsOf(own, ring(Number.NaN, 1));
    for (const { theta } of probes(seen)) expect([...theta]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
