import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment, Outcome } from "../../envs/contract/environment.ts";
import { drawVisits } from "../../src/diagnostics/values/visits.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { cart, plane, shortLake, swing, threeStates } from "../problems/index.ts";
import type { Scene } from "../problems/problem-of.ts";
import { draws } from "./known-critics.ts";

const drawn = (scene: Scene, n: number) =>
  drawVisits(scene.point, n, draws("visits", "a"), draws("visits", "e"));

/** The same trajectories, one by one, from the sampler of a run. */
const sampledOneByOne = ({ point }: Scene, n: number): TrajectoryBatch[] => {
  const sample = point.sampler(draws("visits", "a"), draws("visits", "e"));
  return Array.from({ length: n }, () => structuredClone({ ...sample(1) }));
};

describe("visits", () => {
  it.each([
    ["FrozenLake", shortLake()],
    ["a chain", threeStates()],
    ["a linear-quadratic plane", plane()],
    ["CartPole", cart()],
    ["Pendulum", swing()],
  ])("are what the sampler draws, one trajectory after the other: %s", (_, scene) => {
    const n = 5;
    const { batch } = drawn(scene, n);
    const O = "observationSize" in scene.environment ? scene.environment.observationSize : 0;
    const K = "action" in scene.environment ? (scene.environment.action.size ?? 1) : 1;
    for (const [i, one] of sampledOneByOne(scene, n).entries()) {
      const [from, to] = [batch.offsets[i], batch.offsets[i + 1]];
      expect(to - from).toBe(one.steps);
      const same = (column: "rewards" | "states" | "actions" | "observations", size: number) =>
        expect([...batch[column].subarray(from * size, to * size)]).toEqual([
          ...one[column].subarray(0, one.steps * size),
        ]);
      same("rewards", 1);
      if (O === 0) same("states", 1);
      same("observations", O);
      same("actions", K);
      expect(batch.terminated[i]).toBe(one.terminated[0]);
      expect(batch.lastStates[i]).toBe(one.lastStates[0]);
      expect([...batch.lastObservations.subarray(i * O, (i + 1) * O)]).toEqual([
        ...one.lastObservations.subarray(0, O),
      ]);
    }
  });

  it("keep snapshots from which the environment goes on as it did", () => {
    const scene = cart();
    const environment = scene.environment as ContinuousEnvironment;
    const { batch, states, stateSize } = drawn(scene, 4);
    expect(stateSize).toBe(4);
    const outcome: Outcome = { reward: 0, terminated: false };
    const state = new Float64Array(4);
    let compared = 0;
    for (let i = 0; i < 4; i++) {
      for (let k = batch.offsets[i]; k + 1 < batch.offsets[i + 1]; k++) {
        state.set(states.subarray(4 * k, 4 * k + 4));
        environment.step(state, Float64Array.of(batch.actions[k]), draws("unused"), outcome);
        expect(state).toEqual(states.slice(4 * k + 4, 4 * k + 8));
        expect(states[4 * k]).not.toBe(batch.observations[4 * k]); // which are rounded to single precision
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("have their number as the snapshot of a discrete state", () => {
    const { batch, states, stateSize } = drawn(threeStates(), 3);
    expect(stateSize).toBe(1);
    expect([...states.subarray(0, batch.steps)]).toEqual([...batch.states.subarray(0, batch.steps)]);
  });
});
