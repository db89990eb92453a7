import type { ContinuousEnvironment, Environment } from "../../../envs/contract/environment.ts";
import { isDiscrete } from "../../../envs/contract/environment.ts";

/** An environment that keeps the states of its last episode. */
export interface RecordedStates {
  readonly environment: Environment;
  /** The first state of the episode, and that after each step. # [steps + 1][D] */
  states(): readonly Float64Array[];
}

/** The environment, which does as before; one whose states are numbered keeps none. */
export const recordedStates = (environment: Environment): RecordedStates => {
  if (isDiscrete(environment)) return { environment, states: () => [] };
  let states: Float64Array[] = [];
  const keeping: ContinuousEnvironment = {
    ...environment,
    reset(state, random) {
      environment.reset(state, random);
      states = [Float64Array.from(state)];
    },
    step(state, action, random, outcome) {
      environment.step(state, action, random, outcome);
      states.push(Float64Array.from(state));
    },
  };
  return { environment: keeping, states: () => states };
};
