import type { Outcome } from "../../../envs/contract/environment.ts";
import type { Point } from "../../problem/point.ts";
import { simulatorOf } from "../../problem/simulator.ts";
import type { Random } from "../../random.ts";

/** Trajectories that go on from a snapshot, independently of each other. */
export interface Continuations {
  /** Numbers K of an action; 1 where actions are discrete. */
  readonly actionSize: number;
  /** Environment steps taken so far. */
  readonly steps: number;
  /** Draws actions of the policy in one state. @param state snapshot. # [D] @param out [count, K] */
  act(state: Float64Array, time: number, count: number, out: Float64Array): void;
  /**
   * Writes Y_t = r_t + γ r_{t+1} + … up to the horizon, of `count` trajectories from one state at time t.
   * @param state snapshot, left as it is. # [D] @param first the action of each at time t. # [count, K]
   * @param out [count]
   */
  returns(state: Float64Array, time: number, count: number, first: Float64Array, out: Float64Array): void;
}

/**
 * They are drawn in lockstep: the policy acts for all that go on, then each of them steps. Cost of `returns`: at most
 * count · (T − t) environment steps.
 * @param rows most trajectories at once
 */
export const continuations = (
  point: Point,
  rows: number,
  actions: Random,
  randomness: Random,
): Continuations => {
  const { discount, horizon } = point.problem.objective;
  const simulator = simulatorOf(point, rows, actions, randomness);
  const K = simulator.actions[0].length;
  const lanes = new Int32Array(rows);
  const outcome: Outcome = { reward: 0, terminated: false };
  let steps = 0;
  return {
    actionSize: K,
    get steps() {
      return steps;
    },
    act(state, time, count, out) {
      for (let r = 0; r < count; r++) simulator.states[r].set(state);
      simulator.act(count, time);
      for (let r = 0; r < count; r++) out.set(simulator.actions[r], r * K);
    },
    returns(state, time, count, first, out) {
      for (let r = 0; r < count; r++) {
        simulator.states[r].set(state);
        for (let j = 0; j < K; j++) simulator.actions[r][j] = first[r * K + j];
        lanes[r] = r;
        out[r] = 0;
      }
      let going = count;
      let coefficient = 1;
      for (let t = time; t < horizon && going > 0; t++) {
        if (t > time) simulator.act(going, t);
        let left = 0;
        for (let r = 0; r < going; r++) {
          simulator.step(r, outcome);
          out[lanes[r]] += coefficient * outcome.reward;
          if (outcome.terminated) continue;
          if (left < r) simulator.states[left].set(simulator.states[r]);
          lanes[left++] = lanes[r];
        }
        steps += going;
        coefficient *= discount;
        going = left;
      }
    },
  };
};
