import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment, Environment, Outcome } from "../../envs/contract/environment.ts";
import { requireContinuous } from "../../envs/contract/environment.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { ContinuousPoint } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { LANES } from "../../src/sampling/lockstep-sampler.ts";
import { normals } from "../numbers.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { changed, pointOf } from "../problems/problem-of.ts";

const objective: Objective = { discount: 1, horizon: 60, stateWeight: "discounted" };

const problem = (kind: "cart-pole" | "pendulum" | "acrobot") => {
  const environment = requireContinuous(anyEnvironment(kind), "the test");
  const chosen = choice(policies).parse({
    kind: kind === "pendulum" ? "linear-gaussian" : "linear-softmax",
    ...(kind === "pendulum" && { deviation: 0.5 }),
  });
  const policy = make<[Environment, Objective], Policy>(policies, chosen, environment, objective);
  const theta = normals(policy.parameters, kind);
  return pointOf({ environment, objective, createPolicy: () => policy }, theta);
};

/** The same draws in the same order, written plainly: all that go on act, then all that go on step. */
const slowly = (environment: ContinuousEnvironment, point: ContinuousPoint, n: number, groupSize: number) => {
  const [actions, randomness] = [stream("slow", "a"), stream("slow", "e")];
  const observe = (state: Float64Array) => {
    const out = new Float64Array(environment.observationSize);
    if (environment.observe) environment.observe(state, out);
    else out.set(state);
    return out;
  };
  const K = environment.action.size ?? 1;
  const trajectories = [];
  let first = new Float64Array(0);
  for (let begin = 0; begin < n; begin += LANES) {
    const lanes = Array.from({ length: Math.min(LANES, n - begin) }, (_, lane) => {
      if ((begin + lane) % groupSize === 0) {
        first = new Float64Array(environment.stateSize);
        environment.reset(first, randomness);
      }
      return {
        state: first.slice(),
        observations: [] as number[],
        actions: [] as number[],
        rewards: [] as number[],
        over: false,
      };
    });
    for (let t = 0; t < objective.horizon; t++) {
      const going = lanes.filter(({ over }) => !over);
      const seen = Float64Array.from(going.flatMap(({ state }) => [...observe(state)]));
      const drawn = new Float64Array(going.length * K);
      if (going.length > 0) point.policy.act(seen, going.length, t, actions, drawn);
      for (const [r, lane] of going.entries()) {
        const control = drawn.slice(r * K, (r + 1) * K);
        const outcome: Outcome = { reward: 0, terminated: false };
        lane.observations.push(...observe(lane.state));
        lane.actions.push(...control);
        environment.step(lane.state, control, randomness, outcome);
        lane.rewards.push(outcome.reward);
        lane.over = outcome.terminated;
      }
    }
    trajectories.push(...lanes.map((lane) => ({ ...lane, last: [...observe(lane.state)] })));
  }
  return trajectories;
};

describe.each(["cart-pole", "pendulum", "acrobot"] as const)("lockstep sampling of %s", (kind) => {
  const alone = problem(kind);
  const point = alone.point as ContinuousPoint;
  const { environment } = point.problem;
  const { observationSize: O } = environment;
  const K = environment.action.size ?? 1;

  it.each([
    [1, 1],
    [LANES, 1],
    [2 * LANES + 7, 1],
    [90, 6],
  ])("is the plain one for %i trajectories in groups of %i", (n, groupSize) => {
    const draw = changed(alone, { groupSize }).point.sampler(stream("slow", "a"), stream("slow", "e"));
    const batch = draw(n);
    const expected = slowly(environment, point, n, groupSize);
    expect(batch.trajectories).toBe(n);
    for (const [i, { observations, actions, rewards, over, last }] of expected.entries()) {
      const [from, to] = [batch.offsets[i], batch.offsets[i + 1]];
      expect([...batch.rewards.subarray(from, to)]).toEqual(rewards);
      expect([...batch.observations.subarray(from * O, to * O)]).toEqual(observations);
      expect([...batch.actions.subarray(from * K, to * K)]).toEqual(actions);
      expect(batch.terminated[i]).toBe(over ? 1 : 0);
      expect([...batch.lastObservations.subarray(i * O, (i + 1) * O)]).toEqual(last);
    }
    expect(batch.steps).toBe(batch.offsets[n]);
  });

  it("uses its memory again for the next batch", () => {
    const draw = point.sampler(stream("m", "a"), stream("m", "e"));
    const { observations } = draw(100);
    for (let i = 0; i < 5; i++) draw(80);
    expect(draw(90).observations).toBe(observations);
  });
});
