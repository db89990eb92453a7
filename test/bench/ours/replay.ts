import type { ContinuousEnvironment } from "../../../envs/contract/environment.ts";
import { simulationOf } from "../../../envs/mujoco/simulation.ts";
import { taskOf } from "../../../envs/mujoco/tasks/index.ts";

/** What a MuJoCo task was given: enough to make the same substeps again. */
export interface Recording {
  readonly steps: number;
  /** States that the recording, or an episode in it, began with. */
  readonly begun: readonly Float64Array[];
  /** Whether step k followed one of them, the next of their order. # [steps] */
  readonly begins: readonly boolean[];
  /** As they were given. # [steps][K] */
  readonly actions: readonly Float64Array[];
  /** The states that these led to. */
  readonly ended: readonly Float64Array[];
}

/** The environment, which notes what it is given until `take` is asked for it. */
export const recorded = (
  environment: ContinuousEnvironment,
): { readonly environment: ContinuousEnvironment; take(): Recording } => {
  let begun: Float64Array[] = [];
  let begins: boolean[] = [];
  let actions: Float64Array[] = [];
  let ended: Float64Array[] = [];
  let begin = true;
  return {
    environment: {
      ...environment,
      reset(state, random) {
        environment.reset(state, random);
        begin = true;
      },
      step(state, action, random, outcome) {
        if (begin) {
          begun.push(Float64Array.from(state));
          ended.push(new Float64Array(state.length));
        }
        begins.push(begin);
        begin = false;
        actions.push(Float64Array.from(action));
        environment.step(state, action, random, outcome);
        ended[ended.length - 1].set(state);
      },
    },
    take() {
      const taken = { steps: actions.length, begun, begins, actions, ended };
      [begun, begins, actions, ended, begin] = [[], [], [], [], true];
      return taken;
    },
  };
};

/**
 * Makes the substeps of recordings of a task by its engine alone.
 *
 * @returns a function from a recording to the sum of squares of the last positions, which throws if an episode does not end
 *   where it did, to the bit
 */
export const physicsOf = (name: string): ((recording: Recording) => number) => {
  const { model, substeps } = taskOf(name);
  const simulation = simulationOf(name, model);
  const { positions: Q, velocities: V } = simulation;
  return ({ steps, begun, begins, actions, ended }) => {
    const { qpos, qvel, qacc_warmstart, ctrl } = simulation.arrays();
    const requireEnd = (episode: number): void => {
      if (!qpos.every((position, i) => position === ended[episode][i]))
        throw new Error(`${name} went elsewhere: that is other work`);
    };
    let episode = -1;
    for (let k = 0; k < steps; k++) {
      if (begins[k]) {
        if (episode >= 0) requireEnd(episode);
        const state = begun[++episode];
        qpos.set(state.subarray(0, Q));
        qvel.set(state.subarray(Q, Q + V));
        qacc_warmstart.set(state.subarray(Q + V, Q + 2 * V));
      }
      ctrl.set(actions[k]);
      simulation.advance(substeps, false);
    }
    requireEnd(episode);
    return sumOfSquares(qpos);
  };
};

export const sumOfSquares = (numbers: Float64Array): number =>
  numbers.reduce((sum, each) => sum + each * each, 0);
