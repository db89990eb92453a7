import { toArray } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { RunConfig } from "../../src/config/plan.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { type IterationEvent, isSkipped } from "../../src/run/events.ts";
import { train } from "../../src/run/train.ts";
import { type Setup, setUp } from "../../src/setup/set-up.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { runsOf } from "../problems/runs-of.ts";
import { discountedReturn, pack, unpack } from "../problems/trajectories.ts";

const agent = {
  name: "learner",
  estimator: { kind: "reinforce", baseline: { kind: "leave-one-out" } },
  optimizer: { kind: "sgd", learningRate: 0.5 },
  batchSize: 4,
  iterations: 6,
};

const configOf = (change: object = {}): RunConfig =>
  runsOf({ agents: [{ ...agent, ...change }], seeds: [7] })[0];

const trained = (setup: Setup): IterationEvent[] => {
  let events: IterationEvent[] = [];
  train(setup)
    .pipe(toArray())
    .subscribe((all) => {
      events = all;
    });
  return events;
};

describe("train", () => {
  it("is the loop: draw a batch with θ, estimate, step, with the figures of the θ before the step", () => {
    const setup = setUp(configOf());
    const events = trained(setup);

    const slow = threeStates();
    const { estimate } = estimatorOf(slow, agent.estimator);
    const draw = sampler(slow, 7, "learner", "train");
    const gradient = new Float64Array(6);
    let envSteps = 0;
    for (const [iteration, event] of events.entries()) {
      const trajectories = unpack(draw(4));
      const returns = trajectories.map((each) => discountedReturn(each, 0.9));
      expect(event.meanReturn).toBeCloseTo(returns.reduce((sum, r) => sum + r, 0) / 4, 14);
      const undiscounted = trajectories.map((each) => discountedReturn(each, 1));
      expect(event.episodeReturn).toBeCloseTo(undiscounted.reduce((sum, r) => sum + r, 0) / 4, 14);
      expect(event.episodeLength).toBe(3);
      expect(event.exactReturn).toBe(slow.point.solution!.value);
      if (iteration === 6) {
        expect(event).toMatchObject({ iteration, envSteps, gradientNorm: null }); // looked at, and not learned from
        continue;
      }
      envSteps += 12;
      estimate(pack(trajectories), slow.point, gradient, draws);
      expect(event).toMatchObject({ type: "iteration", iteration, envSteps });
      expect(event.gradientNorm).toBe(norm(gradient));
      for (let j = 0; j < 6; j++) slow.point.theta[j] += 0.5 * gradient[j];
      slow.point.moveTo(slow.point.theta);
    }
    expect(events).toHaveLength(7);
    expect(setup.point.theta).toEqual(slow.point.theta);
  });

  it("tells J(θ) of a θ that it cannot move from, whatever is logged", () => {
    const { environment } = threeStates();
    let steps = 0;
    const faulty: FiniteEnvironment = {
      ...(environment as FiniteEnvironment),
      thresholds: undefined as never, // so that it is simulated step by step, and the model knows nothing of it
      step(state, action, random, outcome) {
        const next = (environment as FiniteEnvironment).step(state, action, random, outcome);
        if (++steps % 30 === 0) outcome.reward = Number.NaN;
        return next;
      },
    };
    const setup = setUp(configOf({ iterations: 20, logEvery: 1000 }), faulty);
    const known: [number | null, number | null][] = [];
    train(setup).subscribe((event) => {
      if (isSkipped(event)) known.push([event.exactReturn, setup.point.exact!.value]);
    });
    expect(known.length).toBeGreaterThan(3);
    for (const [told, value] of known) expect(told).toBe(value);
  });

  it("does nothing in no iterations", () => {
    expect(trained(setUp(configOf({ iterations: 0 })))).toEqual([]);
  });

  it.each([
    ["reinforce", { kind: "reinforce", baseline: { kind: "value", critic: { kind: "td" } } }],
    [
      "actor-critic",
      { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "monte-carlo" } },
    ],
  ])("(%s) raises the exact return of the three-state chain", (_, estimator) => {
    const events = trained(setUp(configOf({ estimator, batchSize: 32, iterations: 100 })));
    expect(events[99].exactReturn! - events[0].exactReturn!).toBeGreaterThan(0.3);
    expect(events[99].meanReturn).toBeCloseTo(events[99].exactReturn!, 0);
  });

  it("teaches a critic after the estimate that it was used in, once per batch", () => {
    const critic = { kind: "td", learningRate: 0.3 };
    const estimator = { kind: "actor-critic", advantage: "td", critic };
    const setup = setUp(configOf({ estimator }));
    const [{ critic: learner }] = setup.critics;
    const [{ estimator: agents }] = setup.update.estimators;
    const order: string[] = [];
    vi.spyOn(learner.memory!, "update").mockImplementation(() => void order.push("learn"));
    vi.spyOn(agents, "estimate").mockImplementation((_, __, out) => {
      order.push("estimate");
      out.fill(0);
      return 0;
    });
    trained(setup);
    expect(order).toEqual(Array.from({ length: 6 }, () => ["estimate", "learn"]).flat());
  });
});

/** One state, one step; a reward of 1 for action 1, and now and then one that is not a number. */
const faulty = (bad: number): FiniteEnvironment => ({
  kind: "faulty",
  states: 1,
  actions: 2,
  reset: () => 0,
  step(_, action, random, outcome) {
    outcome.reward = random.next() < 0.05 ? bad : action;
    outcome.terminated = true;
    return 0;
  },
});

describe.each([
  ["∞", Infinity],
  ["NaN", Number.NaN],
])("a reward of %s", (_, bad) => {
  const critic = { kind: "td", learningRate: 0.3 };
  it.each([
    ["reinforce", { kind: "reinforce" }],
    ["reinforce with a value", { kind: "reinforce", baseline: { kind: "value", critic } }],
    ["actor-critic", { kind: "actor-critic", advantage: "td", critic }],
  ])("leaves θ as it is, and the run goes on (%s)", (_name, estimator) => {
    const { policy: _policy, ...rest } = configOf({
      estimator,
      iterations: 60,
      optimizer: { kind: "adam", learningRate: 0.05 },
    });
    const setup = setUp({ ...rest, policy: { kind: "softmax", initial: "zeros" } }, faulty(bad));
    const updates: (IterationEvent & { moved: boolean })[] = [];
    let before = setup.point.theta.slice();
    train(setup).subscribe((event) => {
      updates.push({ ...event, moved: setup.point.theta.some((x, j) => x !== before[j]) });
      before = setup.point.theta.slice();
    });
    expect(updates.pop()).toMatchObject({ iteration: 60, gradientNorm: null, moved: false });
    expect(updates).toHaveLength(60);
    for (const { moved, gradientNorm, meanReturn, exactReturn } of updates) {
      expect([moved, Number.isFinite(meanReturn)]).toEqual(Array(2).fill(Number.isFinite(gradientNorm)));
      expect(exactReturn).toBeNull();
    }
    const skipped = updates.filter(({ moved }) => !moved).length;
    expect(skipped / 60).toBeGreaterThan(0);
    expect(skipped / 60).toBeLessThan(0.4); // 0.19 is expected: not all that follow the first
    expect(setup.point.theta[1]).toBeGreaterThan(0.5);
    expect([...setup.point.theta].every(Number.isFinite)).toBe(true);
  });
});
