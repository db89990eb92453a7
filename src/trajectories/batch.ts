/** Numbers of actions, or vectors of them. */
export type Actions = Int32Array | Float64Array;

/** A batch being filled, trajectory by trajectory, in memory that grows and is reused. */
export class BatchBuffer implements TrajectoryBatch {
  trajectories = 0;
  steps = 0;
  offsets = new Int32Array(1);
  rewards = new Float64Array(0);
  states = new Int32Array(0);
  actions: Actions;
  lastStates = new Int32Array(0);
  observations = new Float64Array(0);
  lastObservations = new Float64Array(0);
  terminated = new Uint8Array(0);
  readonly groupSize: number;
  readonly #observationSize: number;
  readonly #actionSize: number;

  /** @param observationSize O, and @param actionSize K, where states are continuous; 0 where they are discrete */
  constructor(groupSize = 1, observationSize = 0, actionSize = 0) {
    this.groupSize = groupSize;
    this.#observationSize = observationSize;
    this.#actionSize = actionSize;
    this.actions = observationSize === 0 ? new Int32Array(0) : new Float64Array(0);
  }

  /** Empties the batch and makes room for n trajectories. */
  begin(trajectories: number): void {
    if (this.terminated.length < trajectories) {
      this.offsets = new Int32Array(trajectories + 1);
      this.lastStates = new Int32Array(trajectories);
      this.lastObservations = new Float64Array(trajectories * this.#observationSize);
      this.terminated = new Uint8Array(trajectories);
    }
    this.trajectories = trajectories;
    this.steps = 0;
  }

  /** Makes room for a trajectory of at most `horizon` steps; returns the index of its first step. */
  reserve(horizon: number): number {
    const needed = this.steps + horizon;
    if (this.rewards.length < needed) {
      const size = 2 * needed;
      this.rewards = enlarged(this.rewards, new Float64Array(size));
      if (this.#observationSize === 0) {
        this.states = enlarged(this.states, new Int32Array(size));
        this.actions = enlarged(this.actions, new Int32Array(size));
      } else {
        this.observations = enlarged(this.observations, new Float64Array(size * this.#observationSize));
        this.actions = enlarged(this.actions, new Float64Array(size * this.#actionSize));
      }
    }
    return this.steps;
  }

  /** Ends trajectory i before step `end`. */
  finish(i: number, end: number, lastState: number, terminated: boolean): void {
    this.steps = end;
    this.offsets[i + 1] = end;
    this.lastStates[i] = lastState;
    this.terminated[i] = terminated ? 1 : 0;
  }
}

/** The larger array, with what the old one holds. */
export const enlarged = <T extends Actions>(old: T, larger: T): T => {
  larger.set(old);
  return larger;
};

/**
 * Trajectories, packed one after the other (structure of arrays). The buffers are reused: a batch is valid
 * until the next one is drawn. Step k of trajectory i has time t = k − offsets[i].
 */
export interface TrajectoryBatch {
  /** Number of trajectories n. */
  readonly trajectories: number;
  /** Number of transitions in all. */
  readonly steps: number;
  /** First step of each trajectory, and the end. # [n + 1] */
  readonly offsets: Int32Array;
  readonly rewards: Float64Array; // [steps]
  /** Discrete states; empty where states are continuous. # [steps] */
  readonly states: Int32Array;
  /** Actions taken: their numbers where states are discrete; else vectors, or the action's number with K = 1. # [steps, K] */
  readonly actions: Actions;
  /** Discrete state after the last step of each trajectory. # [n] */
  readonly lastStates: Int32Array;
  /** What the policy saw; empty where states are discrete. # [steps, O] */
  readonly observations: Float64Array;
  /** Observation after the last step of each trajectory. # [n, O] */
  readonly lastObservations: Float64Array;
  /** 1 where the environment ended the trajectory, 0 where the horizon truncated it. # [n] */
  readonly terminated: Uint8Array;
  /** Trajectories i with the same ⌊i / groupSize⌋ share their first state; 1 where none do. */
  readonly groupSize: number;
}

/** Draws a batch of n trajectories; the same memory serves the next one. */
export type Sampler = (trajectories: number) => TrajectoryBatch;
