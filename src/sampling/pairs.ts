import type { Sampler, TrajectoryBatch } from "../trajectories/batch.ts";
import { prefixOf } from "../trajectories/prefix.ts";

/**
 * Draws so many state-action pairs of discrete states: whole trajectories one after the other, of which the last one is
 * left where the pairs are complete.
 *
 * @param draw of discrete states, one trajectory after the other, however many are asked for at a time
 * @param horizon most steps of a trajectory
 * @returns with memory of its own
 */
export const drawPairs = (draw: Sampler, pairs: number, horizon: number): TrajectoryBatch => {
  const states = new Int32Array(pairs + horizon);
  const actions = new Int32Array(pairs + horizon);
  const rewards = new Float64Array(pairs + horizon);
  const offsets = [0];
  const lastStates: number[] = [];
  const terminated: number[] = [];
  let steps = 0;
  while (steps < pairs) {
    const some = draw(Math.ceil((pairs - steps) / horizon)); // none of which can begin beyond the pairs
    states.set(some.states.subarray(0, some.steps), steps);
    actions.set(some.actions.subarray(0, some.steps), steps);
    rewards.set(some.rewards.subarray(0, some.steps), steps);
    for (let i = 0; i < some.trajectories; i++) {
      offsets.push(steps + some.offsets[i + 1]);
      lastStates.push(some.lastStates[i]);
      terminated.push(some.terminated[i]);
    }
    steps += some.steps;
  }
  const none = new Float64Array(0);
  const whole: TrajectoryBatch = {
    ...{ trajectories: lastStates.length, steps, groupSize: 1 },
    ...{ observations: none, lastObservations: none },
    states: states.subarray(0, steps),
    actions: actions.subarray(0, steps),
    rewards: rewards.subarray(0, steps),
    offsets: Int32Array.from(offsets),
    lastStates: Int32Array.from(lastStates),
    terminated: Uint8Array.from(terminated),
  };
  return prefixOf(whole, pairs);
};
