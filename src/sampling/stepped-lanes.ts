import type { Outcome } from "../../envs/contract/environment.ts";
import type { Savable } from "../memory/state.ts";

/** Trajectories side by side, whoever keeps their states. */
export interface SteppedLanes {
  /** What is saved where they are to go on later: states, or what the policy saw last. # [lanes, D] */
  readonly states: Float64Array;
  /** What else is saved then; restored after `states`. */
  readonly history?: Savable;
  /** Begins a trajectory in a lane, from the first state of the one that was begun before unless `fresh`. */
  begin(lane: number, fresh: boolean): void;
  /** Writes what the policy sees in a lane. @param out [O] */
  observe(lane: number, out: Float64Array): void;
  /** Says which lanes take which actions; then `step` is called for all of them, in this order. @param actions [count, K] */
  advance(lanes: Int32Array, count: number, actions: Float64Array): void;
  /** Takes row r of the actions. @param action that row. # [K] */
  step(r: number, lane: number, action: Float64Array, outcome: Outcome): void;
}

/** How lanes are used. */
export interface LaneUse {
  readonly lanes: number;
  /** Trajectories that share each first state; 1 where none do. */
  readonly groupSize: number;
  /** Whether trajectories go on after others have drawn. */
  readonly carry: boolean;
}
