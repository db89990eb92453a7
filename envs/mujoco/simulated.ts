import { normal } from "../../src/random.ts";
import type { ContinuousEnvironment } from "../contract/environment.ts";
import type { BodyModel } from "./model.ts";
import { simulationOf } from "./simulation.ts";
import type { Layout } from "./task.ts";
import { taskOf } from "./tasks/index.ts";

/**
 * A task as an environment.
 *
 * @returns the environment; `begin`, which completes a state of which positions and velocities are given, as the engine does
 *   after a reset; and the positions of the model
 */
export const simulated = (name: string) => {
  const { lag, noise, normalVelocities = false, substeps, observationSize, ...task } = taskOf(name);
  const simulation = simulationOf(name, task.model);
  const { positions: Q, velocities: V, actions: K, start, timestep } = simulation;
  const layout: Layout = {
    velocities: Q,
    warmStart: Q + V,
    lag: Q + 2 * V,
    size: Q + 2 * V + (lag?.size ?? 0),
  };
  const seconds = substeps * timestep;
  const readBack = (state: Float64Array): void => {
    const arrays = simulation.arrays();
    state.set(arrays.qpos);
    state.set(arrays.qvel, Q);
    state.set(arrays.qacc_warmstart, Q + V);
    lag?.read(arrays, simulation, state, layout.lag);
  };
  const begin = (state: Float64Array): void => {
    simulation.reset();
    const { qpos, qvel } = simulation.arrays();
    for (let i = 0; i < Q; i++) qpos[i] = state[i];
    for (let i = 0; i < V; i++) qvel[i] = state[Q + i];
    simulation.forward();
    readBack(state);
  };
  const environment: ContinuousEnvironment = {
    kind: "mujoco",
    stateSize: layout.size,
    observationSize,
    action: { size: K, limits: limitsOf(task.model) },
    reset(state, random) {
      for (let i = 0; i < Q; i++) state[i] = start[i] + noise * (2 * random.next() - 1);
      for (let i = 0; i < V; i++)
        state[Q + i] = noise * (normalVelocities ? normal(random) : 2 * random.next() - 1);
      begin(state);
    },
    step(state, action, _random, outcome) {
      const { qpos, qvel, qacc_warmstart, ctrl } = simulation.arrays();
      for (let i = 0; i < Q; i++) qpos[i] = state[i];
      for (let i = 0; i < V; i++) {
        qvel[i] = state[Q + i];
        qacc_warmstart[i] = state[Q + V + i];
      }
      let cost = 0;
      for (let k = 0; k < K; k++) {
        ctrl[k] = action[k];
        cost += action[k] * action[k];
      }
      const before = task.forward(state, layout);
      simulation.advance(substeps, lag?.contacts ?? false);
      readBack(state);
      if (!(finite(state, layout.warmStart) && Number.isFinite(cost)))
        throw new RangeError(
          `the physics of ${name} is not finite after a step: an action or a velocity is too large`,
        );
      task.judge(state, layout, (task.forward(state, layout) - before) / seconds, cost, outcome);
    },
    observe: (state, out) => task.observe(state, layout, out),
    dispose: simulation.dispose,
  };
  return { environment, begin, start };
};

/** Ranges of the motors, beyond which the engine clamps. */
const limitsOf = ({ actuators }: BodyModel) => ({
  low: actuators.map(({ range }) => range[0]),
  high: actuators.map(({ range }) => range[1]),
});

/** Whether the first n numbers are finite. */
const finite = (numbers: Float64Array, n: number): boolean => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += 0 * numbers[i]; // 0 · ∞ and 0 · NaN are NaN
  return sum === 0;
};
