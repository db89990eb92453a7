import type { Memory } from "../memory/memory.ts";
import type { Savable } from "../memory/state.ts";
import type { StateWeight } from "../problem/objective.ts";
import type { Point } from "../problem/point.ts";
import type { SharedWeighting } from "../problem/weighting.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";

/** What an estimator carries from batch to batch: its critics, baselines and running sums. */
export type EstimatorMemory = Memory<[batch: TrajectoryBatch, point: Point]>;

/**
 * A rule that turns trajectories into an estimate of the gradient. It says three things of itself: what it is an estimate
 * of, what it takes, and what its mean and variance follow from.
 */
export interface Estimator {
  readonly estimand: Estimand;
  readonly takes: Takes;
  readonly law: Law;
  /** Present where the estimate is a weighted sum of scores and nothing else: what several estimators can share. */
  readonly weighting?: SharedWeighting;
  /**
   * Writes the estimate; where it takes several batches, with the last of them.
   * @param out [P]
   * @param random draws of the estimator's own, where it needs any
   * @returns the environment steps that it took itself: 0 unless it simulates
   */
  estimate(batch: TrajectoryBatch, point: Point, out: Float64Array, random: Random): number;
  /**
   * What it learns from batches for the estimates to come: updated with each batch after its own estimate, as the next
   * batches are independent of it. So it is along training for the agent's estimator; and in a probe for the others,
   * which are fitted to a batch of its own before the first replicate of a cell, so that a cell depends on no other.
   */
  readonly memory?: EstimatorMemory;
  /** What it has taken in of an estimate that takes several batches, as long as that is not finished. */
  readonly unfinished?: Savable;
}

/** What an estimator is an estimate of. */
export interface Estimand {
  /** The weight of the score at time t in the gradient that it aims at: γᵗ, or 1. */
  readonly stateWeight: StateWeight;
  /** Whether its expectation is the gradient of the objective (what a z-test holds it to). */
  readonly unbiased: boolean;
  /** The vector that it is an estimate of, where that is not the gradient of the objective. */
  readonly other?: OtherEstimand | undefined;
}

/** The expectation of an estimator that is no estimate of ∇J, e.g. the gradient of a smoothed objective. */
export interface OtherEstimand {
  /** What it is, in a few words. */
  readonly name: string;
  /** Writes it, at the current θ. @returns its standard error as a norm, 0 if it is exact @param out [P] */
  gradient(point: Point, out: Float64Array): number;
}

/** What one estimate is made from. */
export interface Takes {
  /** Fewest trajectories of a batch for which the estimate is defined. */
  readonly fewest: number;
  /** What the number of trajectories must be a multiple of. */
  readonly multiple: number;
  /** Batches that one estimate takes, handed over one by one; the last call writes it. */
  readonly batches: number;
  /** Whether it draws trajectories itself, as many as the batch has, and reads nothing else of the batch. */
  readonly simulates: boolean;
}

/** One batch, of any number of trajectories. */
export const ANY_BATCH: Takes = { fewest: 1, multiple: 1, batches: 1, simulates: false };

/**
 * What the mean and the variance of an estimate follow from, without drawing it. An estimator has one law, and whatever
 * wraps an estimator states its own (`wrap`): none shows through.
 *
 * - "unknown": from nothing; where few batches can happen, all of them are looked at.
 * - "truth": it is ∇J itself, and has no variance.
 * - "form": the recursions over moments of `EstimatorForm`.
 * - "mean": the estimate of a batch is the mean of those of its sets, each taken as a batch of its own, which are
 *   independent: sets of `takes.multiple` trajectories, or of a group where trajectories share their first state.
 * - "nearly-mean": it has the mean of those of its parts, and the variance of their mean but for terms of order 1/n², as
 *   where the mean of the others is subtracted.
 * - "accumulated": the mean of the estimates that another estimator makes of `batches` batches in a row.
 * - "changed": another estimator's estimate, changed by a rule.
 */
export type Law =
  | { readonly kind: "unknown" }
  | { readonly kind: "truth" }
  | { readonly kind: "form"; readonly form: EstimatorForm }
  | { readonly kind: "mean"; readonly single?: Single | undefined }
  | { readonly kind: "nearly-mean" }
  | { readonly kind: "accumulated"; readonly of: Estimator; readonly batches: number }
  | Changed;

/** What the estimate of a single set is, where its moments follow from that. */
export type Single =
  /**
   * It draws one uniform v for each bit of a one-step trajectory, and is linear in every v between 0, the place
   * (1 − P(b_i))/P(b_i) where an antithetic bit flips, and 1.
   */
  | { readonly kind: "antithetic-bits" }
  /** On a problem of one step with Gaussian actions, from so many trajectories. */
  | { readonly kind: "pathwise" | "measure-valued"; readonly trajectories: number };

/** The law of an estimate that is changed by a rule once it is finished. */
export interface Changed {
  readonly kind: "changed";
  readonly of: Estimator;
  /**
   * The rule, where it reads nothing but the gradient and the policy: then an endless batch becomes the changed truth. It
   * is drawn where it is random.
   */
  readonly rule?: ((gradient: Float64Array, point: Point, random: Random) => void) | undefined;
  /**
   * The total variance of the changed estimate, where it follows and the mean stays. Linear in both.
   * @param variance total variance of the other @param meanSquare ‖E ĝ‖²
   */
  readonly totalVariance?: ((variance: number, meanSquare: number) => number) | undefined;
}

/** Trajectories behind one estimate from batches of n: more than n where it takes several batches. */
export const trajectoriesBehind = ({ takes }: Pick<Estimator, "takes">, n: number): number =>
  takes.batches * n;
