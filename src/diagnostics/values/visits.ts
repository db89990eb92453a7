import type { Outcome } from "../../../envs/contract/environment.ts";
import { isDiscretePoint, type Point } from "../../problem/point.ts";
import { simulatorOf } from "../../problem/simulator.ts";
import type { Random } from "../../random.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { BatchBuffer, enlarged } from "../../trajectories/batch.ts";

/** Independent trajectories with a snapshot of every state in which an action was taken. */
export interface Visits {
  readonly batch: TrajectoryBatch;
  /** D; 1 where states are discrete. */
  readonly stateSize: number;
  /** # [steps, D] */
  readonly states: Float64Array;
}

/** Draws n trajectories, one after the other. */
export const drawVisits = (
  point: Point,
  trajectories: number,
  actions: Random,
  randomness: Random,
): Visits => {
  const simulator = simulatorOf(point, 1, actions, randomness);
  const [state] = simulator.states;
  const [action] = simulator.actions;
  const [observation] = simulator.observations;
  const [D, K, O] = [state.length, action.length, observation.length];
  const discrete = isDiscretePoint(point);
  const { horizon } = point.problem.objective;
  const batch = discrete ? new BatchBuffer() : new BatchBuffer(1, O, K);
  const outcome: Outcome = { reward: 0, terminated: false };
  let states = new Float64Array(0);
  batch.begin(trajectories);
  for (let i = 0; i < trajectories; i++) {
    let k = batch.reserve(horizon);
    const end = k + horizon;
    if (states.length < end * D) states = enlarged(states, new Float64Array(2 * end * D));
    simulator.reset(0);
    outcome.terminated = false;
    for (; k < end && !outcome.terminated; k++) {
      states.set(state, k * D);
      simulator.act(1, k - (end - horizon));
      if (discrete) {
        batch.states[k] = state[0];
        batch.actions[k] = action[0];
      } else {
        batch.observations.set(observation, k * O);
        batch.actions.set(action, k * K);
      }
      simulator.step(0, outcome);
      batch.rewards[k] = outcome.reward;
    }
    simulator.observe(0);
    if (!discrete) batch.lastObservations.set(observation, i * O);
    batch.finish(i, k, discrete ? state[0] : 0, outcome.terminated);
  }
  return { batch, stateSize: D, states };
};
