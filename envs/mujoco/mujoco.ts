import { z } from "zod";
import { continuousKind } from "../kind.ts";
import { loadEngine } from "./engine.ts";
import { simulated } from "./simulated.ts";
import { taskNames } from "./tasks/index.ts";

const names = taskNames as [string, ...string[]];

/**
 * A MuJoCo task as Gymnasium has it, simulated by MuJoCo's own WebAssembly build from a model of our own table of constants.
 * Actions are clamped by the motors, and costs count them as they were given. The usual horizon is 1000.
 *
 * The state is (positions, velocities, the solver's warm start, what the engine left behind): a snapshot to the last bit.
 * A step whose state is not finite throws, and the run is recorded as failed.
 *
 * Source: Todorov, Erez & Tassa (2012); Towers et al. (2024), Gymnasium.
 */
export const mujoco = continuousKind({
  summary:
    "Gymnasium's MuJoCo tasks (Hopper-v5, Walker2d-v5 …), by the package @mujoco/mujoco; usual horizon 1000",
  options: z.strictObject({
    task: z.enum(names).describe("Name and version, as Gymnasium has them."),
  }),
  prepare: loadEngine,
  create: ({ task }) => simulated(task).environment,
});
