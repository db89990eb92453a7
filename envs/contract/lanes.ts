/**
 * Trajectories side by side, of an environment that keeps their states to itself and for which one call is dear, however
 * many of them it moves: a lane is one that goes on. All randomness of a trajectory comes from the seed that it is begun
 * with, a whole number from 0 to 2³² − 1: equal seeds and actions give equal trajectories, in whatever lane.
 */
export interface Lanes {
  /**
   * Begins a trajectory in each of some lanes.
   * @param lanes the first `count` are meant; none twice. # [count]
   * @param seeds of the trajectories. # [count]
   * @param noises seeds of all that is drawn after the first state, where that has one of its own; else −1. # [count]
   * @param observations written. # [count, O]
   */
  reset(
    lanes: Int32Array,
    count: number,
    seeds: Float64Array,
    noises: Float64Array,
    observations: Float64Array,
  ): void;
  /**
   * Takes an action in each of some lanes, which must not have ended.
   * @param actions # [count, K] @param outcomes written
   */
  step(lanes: Int32Array, count: number, actions: Float64Array, outcomes: LaneOutcomes): void;
}

/** What steps of some lanes lead to, in the order of the lanes that took them. */
export interface LaneOutcomes {
  readonly observations: Float64Array; // [count, O]
  readonly rewards: Float64Array; // [count]
  /** 1 where the environment ended the trajectory, else 0. # [count] */
  readonly terminated: Float64Array;
}

/** Where lanes come from. */
export interface LaneHost {
  /** So many lanes that all share who leave none in the middle of a trajectory. */
  readonly shared: Lanes;
  readonly sharedCount: number;
  /** Lanes of one's own, which nobody else moves. */
  own(count: number): Lanes;
}
