import { enlarged, type TrajectoryBatch } from "./batch.ts";

/** How a step left its episode: it goes on, the environment ended it, or the horizon truncated it. */
export const GOES_ON = 0;
export const TERMINATED = 1;
export const TRUNCATED = 2;

/**
 * The steps of several lanes, environments side by side, lane by lane. Its trajectories are pieces of episodes: the first
 * one of a lane may have begun in the batch before, and the last one may be *cut* by the end of the batch and go on in the
 * next. Only termination zeroes a bootstrap; what a truncation does is the update's choice; a cut is no end at all.
 */
export interface LaneBatch extends TrajectoryBatch {
  /** 1 where the end of the batch cut the trajectory. # [n] */
  readonly cut: Uint8Array;
  /** t of every step in its episode. # [steps] */
  readonly times: Int32Array;
  /** What the policy's body read: observations, normalized as they were at that step. # [steps, O] */
  readonly inputs: Float64Array;
  /** The same after the last step of each trajectory. # [n, O] */
  readonly lastInputs: Float64Array;
  /** Rewards as they are learned from: scaled, where a study says so. # [steps] */
  readonly scaledRewards: Float64Array;
  /** Episodes that ended in this batch. */
  readonly episodes: Episodes;
}

/** Whole episodes that ended within a batch, whenever they began. Unscaled. */
export interface Episodes {
  readonly count: number;
  /** Σ r_t. # [count] */
  readonly returns: Float64Array;
  /** Σ γᵗ r_t. # [count] */
  readonly discounted: Float64Array;
  /** Steps. # [count] */
  readonly lengths: Float64Array;
}

/** Whether a batch is one of lanes. */
export const isLaneBatch = (batch: TrajectoryBatch): batch is LaneBatch => "cut" in batch;

/** The episodes of a batch being filled; the memory is reused. */
export class EpisodeLog implements Episodes {
  count = 0;
  returns = new Float64Array(16);
  discounted = new Float64Array(16);
  lengths = new Float64Array(16);

  add(total: number, discounted: number, length: number): void {
    if (this.count === this.returns.length) {
      const size = 2 * this.count;
      this.returns = enlarged(this.returns, new Float64Array(size));
      this.discounted = enlarged(this.discounted, new Float64Array(size));
      this.lengths = enlarged(this.lengths, new Float64Array(size));
    }
    this.returns[this.count] = total;
    this.discounted[this.count] = discounted;
    this.lengths[this.count++] = length;
  }
}
