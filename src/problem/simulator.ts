import type { Outcome } from "../../envs/contract/environment.ts";
import { rowsOf } from "../linear-algebra/rows.ts";
import type { Random } from "../random.ts";
import { firstAbove } from "../sampling/first-above.ts";
import { LANES } from "../sampling/lockstep-sampler.ts";
import { type ContinuousPoint, type DiscretePoint, isDiscretePoint, type Point } from "./point.ts";

/**
 * An environment and a policy, one state per row: D numbers, or one where states are discrete. A copy of a row is a
 * snapshot, and writing it back restores it.
 */
export interface Simulator {
  /** May be written. # [rows][D] */
  readonly states: readonly Float64Array[];
  /** May be written. # [rows][K], K = 1 where actions are discrete */
  readonly actions: readonly Float64Array[];
  /** What the policy saw last; empty where states are discrete. # [rows][O] */
  readonly observations: readonly Float64Array[];
  /** Draws a first state. */
  reset(row: number): void;
  /** Writes what the policy sees in a row. */
  observe(row: number): void;
  /** Draws an action of the policy for each of the first `count` rows, at time t. */
  act(count: number, time: number): void;
  /** Takes the action of a row. */
  step(row: number, outcome: Outcome): void;
}

/** @param rows how many there are */
export const simulatorOf = (point: Point, rows: number, actions: Random, randomness: Random): Simulator =>
  isDiscretePoint(point)
    ? finite(point, rows, actions, randomness)
    : vector(point as ContinuousPoint, rows, actions, randomness);

const finite = (
  { cumulative, problem: { environment } }: DiscretePoint,
  rows: number,
  draws: Random,
  randomness: Random,
): Simulator => {
  const A = environment.actions;
  const states = rowsOf(rows, 1);
  const actions = rowsOf(rows, 1);
  return {
    states,
    actions,
    observations: rowsOf(rows, 0),
    reset(row) {
      states[row][0] = environment.reset(randomness);
    },
    observe() {},
    act(count) {
      for (let r = 0; r < count; r++) {
        const first = states[r][0] * A;
        actions[r][0] = firstAbove(cumulative, first, first + A - 1, draws.next()) - first;
      }
    },
    step(row, outcome) {
      states[row][0] = environment.step(states[row][0], actions[row][0], randomness, outcome);
    },
  };
};

const vector = (
  { policy, problem: { environment } }: ContinuousPoint,
  rows: number,
  draws: Random,
  randomness: Random,
): Simulator => {
  const { stateSize, observationSize: O, action } = environment;
  const K = action.size ?? 1;
  const seen = new Float64Array(rows * O);
  const drawn = new Float64Array(rows * K);
  const states = rowsOf(rows, stateSize);
  const observations = rowsOf(rows, O, seen);
  const actions = rowsOf(rows, K, drawn);
  const observe = (row: number): void => {
    if (environment.observe) environment.observe(states[row], observations[row]);
    else observations[row].set(states[row]);
  };
  return {
    states,
    actions,
    observations,
    observe,
    reset(row) {
      environment.reset(states[row], randomness);
    },
    act(count, time) {
      for (let r = 0; r < count; r++) observe(r);
      for (let first = 0; first < count; first += LANES) {
        const some = Math.min(LANES, count - first);
        policy.act(seen.subarray(first * O), some, time, draws, drawn.subarray(first * K));
      }
    },
    step(row, outcome) {
      environment.step(states[row], actions[row], randomness, outcome);
    },
  };
};
