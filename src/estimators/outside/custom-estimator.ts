import type { Random } from "../../random.ts";

/** An estimator that is not of the package: one of the two functions, which remembers nothing between batches. */
export type CustomEstimator =
  | {
      /** The weight of the score of every step, before γᵗ and the mean over trajectories. # [steps] */
      advantages(batch: CustomBatch): ArrayLike<number>;
      readonly gradient?: undefined;
    }
  | {
      /** The estimate itself, a direction of ascent. # [P] */
      gradient(batch: CustomBatch): ArrayLike<number>;
      readonly advantages?: undefined;
    };

/**
 * Trajectories as a custom estimator gets them, packed one after the other: step k of trajectory i has time t = k − offsets[i].
 * The arrays are copies, which may be kept and changed.
 */
export interface CustomBatch {
  /** Number of trajectories n. */
  readonly trajectories: number;
  /** Number of transitions in all. */
  readonly steps: number;
  /** First step of each trajectory, and the end. # [n + 1] */
  readonly offsets: Int32Array;
  readonly rewards: Float64Array; // [steps]
  /** Numbers of actions, or vectors of them. # [steps] or [steps, K] */
  readonly actions: Int32Array | Float64Array;
  /** Where states are discrete. # [steps] */
  readonly states: Int32Array;
  /** The state after the last step of each trajectory. # [n] */
  readonly lastStates: Int32Array;
  /** What the policy saw, where states are continuous. # [steps, O] */
  readonly observations: Float64Array;
  readonly lastObservations: Float64Array; // [n, O]
  /** 1 where the environment ended the trajectory, 0 where the horizon did. # [n] */
  readonly terminated: Uint8Array;
  readonly logProbabilities: Float64Array; // [steps]
  /** V of the critic that the study names for this estimator. # [steps] */
  readonly values: Float64Array;
  /** V after the last step of each trajectory; of no meaning where it terminated. # [n] */
  readonly lastValues: Float64Array;
  readonly theta: Float64Array; // [P]
  readonly discount: number;
  readonly horizon: number;
  /** Trajectories i with the same ⌊i / groupSize⌋ share their first state; 1 where none do. */
  readonly groupSize: number;
  /** Draws of this batch's own. */
  readonly random: Random;
  /** Σ_k w_k ∇θ log π(a_k|·) over all steps. @param weights [steps] @returns [P] */
  score(weights: ArrayLike<number>): Float64Array;
}
