import { simulationOf } from "./simulation.ts";
import { taskOf } from "./tasks/index.ts";

/** Where the bodies of a task are in its states, and what they look like. */
export const posesOf = (name: string) => {
  const { model, substeps } = taskOf(name);
  const simulation = simulationOf(name, model);
  return {
    capsules: simulation.capsules(),
    parents: simulation.parents,
    /** Of a step of the environment. */
    seconds: substeps * simulation.timestep,
    /** Frames of the bodies: positions in m and quaternions, of the world first. # [bodies, 3] and [bodies, 4] */
    at(state: Float64Array): { readonly xpos: Float64Array; readonly xquat: Float64Array } {
      const { qpos, xpos, xquat } = simulation.arrays();
      qpos.set(state.subarray(0, simulation.positions));
      simulation.forward();
      return { xpos, xquat };
    },
    dispose: simulation.dispose,
  };
};
