import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../envs/contract/environment.ts";
import { loadEngine } from "../../envs/mujoco/engine.ts";
import { hopper } from "../../envs/mujoco/models/hopper.ts";
import { simulated } from "../../envs/mujoco/simulated.ts";
import { simulationOf } from "../../envs/mujoco/simulation.ts";
import { taskNames } from "../../envs/mujoco/tasks/index.ts";
import { stream } from "../../src/random.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8"));

interface Golden {
  readonly qpos0: number[];
  readonly qvel0: number[];
  readonly steps: { action: number[]; obs: number[]; reward: number; terminated: boolean }[];
}
/** Of Gymnasium 1.3 with MuJoCo 3.14, in Python. */
const golden: Record<string, Golden> = read("gymnasium-mujoco-golden.json").envs;
/** Of Gymnasium's model files in the WebAssembly engine, where there is no golden trace of Python. */
const { about, start, actions, ...traces } = read("mujoco-traces.json") as Record<string, Trace> & {
  about: unknown;
  start: unknown;
  actions: unknown;
};
interface Trace {
  readonly steps: number;
  readonly terminatedAt: number | null;
  readonly rewards: number[];
  readonly firstObservation?: number[];
  readonly lastObservation?: number[];
}

await loadEngine();

const draws = stream("mujoco");

const placed = (
  name: string,
  positions: (start: Float64Array) => ArrayLike<number>,
  velocity: (i: number) => number,
) => {
  const { environment, begin, start } = simulated(name);
  const { stateSize, observationSize } = environment;
  const state = new Float64Array(stateSize);
  state.set(positions(start));
  for (let i = start.length; i < stateSize; i++) state[i] = velocity(i - start.length);
  begin(state);
  const outcome: Outcome = { reward: Number.NaN, terminated: false };
  const observation = new Float64Array(observationSize);
  const step = (action: ArrayLike<number>) => {
    environment.step(state, Float64Array.from(action), draws, outcome);
    environment.observe!(state, observation);
    return { ...outcome, observation: [...observation] };
  };
  return { environment, state, step };
};

const difference = (a: readonly number[], b: readonly number[]): number => {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((x, i) => Math.abs(x - b[i])));
};

test.each(Object.keys(golden))("%s steps as in Gymnasium", (name) => {
  const { qpos0, qvel0, steps } = golden[name];
  const { step } = placed(
    name,
    () => qpos0,
    (i) => qvel0[i] ?? 0,
  );
  for (const [t, { action, obs, reward, terminated }] of steps.entries()) {
    const taken = step(action);
    expect(difference(taken.observation, obs), `observation ${t}`).toBeLessThan(2e-12);
    expect(Math.abs(taken.reward - reward), `reward ${t}`).toBeLessThan(1e-11);
    expect(taken.terminated, `termination ${t}`).toBe(terminated);
  }
});

test.each(Object.keys(traces))("%s steps as Gymnasium's own model files do", (name) => {
  const { steps, terminatedAt, rewards, firstObservation, lastObservation } = traces[name];
  const { environment, step } = placed(
    name,
    (start) => start.map((q, i) => q + 0.001 * Math.sin(i)),
    (i) => 0.01 * Math.cos(i),
  );
  const K = environment.action.size!;
  const high = name.startsWith("Humanoid") ? 0.4 : 1;
  for (let t = 0; t < steps; t++) {
    const { observation, reward, terminated } = step(
      Array.from({ length: K }, (_, i) => high * Math.sin(1 + 0.7 * t + i)),
    );
    expect(Math.abs(reward - rewards[t]), `reward ${t}`).toBeLessThan(1e-12 * (1 + Math.abs(rewards[t])));
    expect(terminated).toBe(t === terminatedAt);
    for (const [when, expected] of [
      [0, firstObservation],
      [steps - 1, lastObservation],
    ] as const)
      if (t === when && expected) expect(difference(observation, expected), `observation ${t}`).toBe(0);
  }
});

describe.each(taskNames)("%s", (name) => {
  test("goes on from a copy of its state to the last bit, also in another simulation", () => {
    const one = simulated(name).environment;
    const other = simulated(name).environment;
    const outcome: Outcome = { reward: 0, terminated: false };
    const state = new Float64Array(one.stateSize);
    one.reset(state, stream("first", name));
    const action = new Float64Array(one.action.size!);
    const act = (t: number) => action.map((_, i) => 0.3 * Math.sin(t + i));
    for (let t = 0; t < 5; t++) one.step(state, act(t), draws, outcome);
    const copy = state.slice();
    const rewards: number[] = [];
    for (let t = 5; t < 15; t++) {
      one.step(state, act(t), draws, outcome);
      rewards.push(outcome.reward);
    }
    other.reset(new Float64Array(other.stateSize), stream("elsewhere"));
    for (let t = 5; t < 15; t++) {
      other.step(copy, act(t), draws, outcome);
      expect(outcome.reward).toBe(rewards[t - 5]);
    }
    expect(copy).toEqual(state);
  });
});

test("a wrong constant of a model is seen in a trace", () => {
  const trace = (model: typeof hopper) => {
    const simulation = simulationOf("Hopper", model);
    simulation.forward();
    simulation.arrays().ctrl.fill(0.5);
    simulation.advance(40, false);
    return [...simulation.arrays().qpos];
  };
  const { bodies, jointDefault } = hopper;
  const heavier = bodies.map((body, i) =>
    i === 3 ? { ...body, geoms: body.geoms.map((geom) => ({ ...geom, radius: 0.0601 })) } : body,
  );
  expect(trace({ ...hopper })).toEqual(trace(hopper));
  expect(difference(trace({ ...hopper, bodies: heavier }), trace(hopper))).toBeGreaterThan(1e-8);
  expect(
    difference(trace({ ...hopper, jointDefault: { ...jointDefault, damping: 1.001 } }), trace(hopper)),
  ).toBeGreaterThan(1e-8);
});

test("many environments are made and given back, and those made before still work", () => {
  const { environment, state, step } = placed(
    "Hopper-v5",
    (start) => start,
    () => 0,
  );
  const others = Array.from({ length: 12 }, () => simulated("Ant-v5").environment);
  for (const other of others) other.reset(new Float64Array(other.stateSize), draws);
  const before = state.slice();
  step([0, 0, 0]);
  expect(state).not.toEqual(before);
  for (const other of others) other.dispose!();
  environment.dispose!();
});

test("what is no model, and what is no physics, ends with a message", () => {
  expect(() => simulationOf("Hopper", { ...hopper, option: { timestep: "short" } })).toThrow(
    /^the model of Hopper does not load: MuJoCo Error/,
  );
  const { state, step } = placed(
    "Hopper-v5",
    (start) => start,
    () => 0,
  );
  const words = "the physics of Hopper-v5 is not finite after a step";
  expect(() => step([Number.NaN, 0, 0])).toThrow(words);
  state[7] = Number.NaN;
  expect(() => step([0, 0, 0])).toThrow(words);
});
