import type { Memory } from "../memory/memory.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/**
 * Where a critic's values come from: "training", what it has learned along training so far; "earlier-batch", fitted
 * from scratch to the batch before; "same-batch", fitted from scratch to the very batch that it then evaluates.
 */
export type Fit = "training" | "earlier-batch" | "same-batch";

/** What a critic learns from batches of trajectories. */
export type CriticMemory = Memory<[batch: TrajectoryBatch, point: Point]>;

/** A critic that learns along training. */
export type LearningCritic = Critic & { readonly memory: CriticMemory };

/** A guess of the value of each state of a trajectory, and maybe of each action; frozen while measuring. */
export interface Critic {
  /**
   * Writes V(s_k) of every step, and of the state after each trajectory's last step.
   * @param values [steps] @param ends [n], meaningless where the trajectory terminated
   */
  evaluate(batch: TrajectoryBatch, point: Point, values: Float64Array, ends: Float64Array): void;
  /** Writes Q(s_k, a) of every step and action; absent where the critic knows states only. @param out [steps, A] */
  actionValues?(batch: TrajectoryBatch, point: Point, out: Float64Array): void;
  /**
   * What it learns from batches for those to come: with the fit "training" updated along training and by nothing else,
   * with "earlier-batch" fitted anew by whatever estimates with it. Absent where there is nothing to learn, or where
   * each batch is fitted to when it is evaluated.
   */
  readonly memory?: CriticMemory;
  /** Its V as a table, as it is now; see `EstimatorForm.values`. # [T + 1, S] */
  table?(point: Point): Float64Array;
  /** Its Q as a table, as it is now; present where `actionValues` is. # [T, S, A] */
  actionTable?(point: Point): Float64Array;
  /** Not given where there is nothing to fit. */
  readonly fit?: Fit;
  /** True where the values are those of the current policy. */
  readonly exact?: boolean;
}

/** Whether it is the same for every estimate of a probe: it learns along training alone, or not at all. */
export const isFixed = ({ fit = "training" }: Critic): boolean => fit === "training";

/** The critic's memory as that of an estimator with it: of a critic that is fitted to the batch before. */
export const memoryFrom = ({ fit, memory }: Critic): Pick<Critic, "memory"> =>
  fit === "earlier-batch" && memory ? { memory } : {};
