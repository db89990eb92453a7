import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import type { Memory } from "../memory/memory.ts";
import type { StateWeight } from "../problem/objective.ts";
import type { Point, Problem } from "../problem/point.ts";
import type { Minus } from "../problem/recursions/recursion.ts";
import type { Kind } from "../registry.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";

export type BaselineMemory = Memory<[batch: TrajectoryBatch, point: Point, returns: Float64Array]>;

/**
 * A baseline, and what it does to an estimator that uses it. `returns` [steps] holds the return that weights each
 * score, R or G_t; on entry the first step of every trajectory holds its return from the start, R_i.
 */
export interface Baseline {
  readonly unbiased: boolean;
  readonly minimumBatch: number;
  readonly law: BaselineLaw;
  /** What is subtracted, as data, where it is such: then `subtract` does just that. */
  readonly minus?: Minus | "nothing";
  /** Subtracts the baseline from the returns, in place. */
  subtract(batch: TrajectoryBatch, point: Point, returns: Float64Array): void;
  /** Adds to the estimate, after `subtract` for the same batch, what no weighting of its scores can say. @param out [P] */
  adjust?(batch: TrajectoryBatch, point: Point, out: Float64Array): void;
  /** What it learns from batches and their returns, for the batches to come. */
  readonly memory?: BaselineMemory;
}

/**
 * What a baseline makes of the law of an estimate by returns: of its form, where moments follow from that; "mean" where
 * it looks at no other trajectory of the batch; see `Law`.
 */
export type BaselineLaw =
  | ({ readonly kind: "form" } & Pick<EstimatorForm, "across" | "values">)
  | { readonly kind: "mean" | "nearly-mean" | "unknown" };

/** What a baseline may use. */
export interface BaselineContext extends Problem {
  /** c_t of the estimator: γᵗ, or 1. */
  readonly stateWeight: StateWeight;
  /** Whether the return is counted from t = 0 on every step, so that a value is asked for at t = 0 too. */
  readonly fromStart: boolean;
  /** Multiplies a weight of every step by c_t, which is γᵗ or 1, in place. @param weights [steps] */
  weigh(batch: TrajectoryBatch, weights: Float64Array): void;
  critic(options: CriticOptions): Critic;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type BaselineKind = Kind<any, [BaselineContext], Baseline>;
