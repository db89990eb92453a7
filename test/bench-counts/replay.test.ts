import { beforeAll, expect, it } from "vitest";
import { loadEngine } from "../../envs/mujoco/engine.ts";
import { simulated } from "../../envs/mujoco/simulated.ts";
import { stream } from "../../src/random.ts";
import { physicsOf, recorded, sumOfSquares } from "../bench/ours/replay.ts";

beforeAll(loadEngine);

const record = () => {
  const { environment, start } = simulated("Hopper-v5");
  const recording = recorded(environment);
  const draws = stream("replay");
  const state = new Float64Array(environment.stateSize);
  const outcome = { reward: 0, terminated: true };
  for (let k = 0; k < 100; k++) {
    if (outcome.terminated) recording.environment.reset(state, draws);
    const action = Float64Array.from({ length: 3 }, () => 2 * draws.next() - 1);
    recording.environment.step(state, action, draws, outcome);
  }
  return { taken: recording.take(), positions: state.slice(0, start.length) };
};

it("the physics that an environment is timed against goes where the environment went, to the bit", () => {
  const { taken, positions } = record();
  expect(taken.begun.length).toBeGreaterThan(1);
  expect(physicsOf("Hopper-v5")(taken)).toBe(sumOfSquares(positions));
});

it("physics that goes elsewhere is found", () => {
  const { taken } = record();
  taken.actions[50][0] += 1e-9;
  expect(() => physicsOf("Hopper-v5")(taken)).toThrow("Hopper-v5 went elsewhere: that is other work");
});
