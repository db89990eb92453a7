import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { StateWeight } from "../objective.ts";
import type { Point } from "../point.ts";

/**
 * A weighting that is one affine recursion, backward through every trajectory: the weight of step t is c_t (Y_t − b_t) with
 *
 *   Y_t = x_t + κ Y_{t+1},
 *
 * x_t the reward or a TD error, and c_t = γᵗ or 1. Said as data, so that those of several estimators are computed side by
 * side, in one pass over the batch; what cannot be said so is a function, a `Weighting`, and computed alone.
 */
export interface Recursion {
  /** κ. */
  readonly decay: number;
  /** Where V of the TD errors x_t = r_t + γ V(s_{t+1}) − V(s_t) comes from; x_t = r_t if not given. */
  readonly errorsOf?: Values | undefined;
  /** b_t; 0 if not given. */
  readonly minus?: Minus | undefined;
  /** Whether every step has the weight of the first one. */
  readonly fromStart?: boolean | undefined;
  readonly stateWeight: StateWeight;
  /** γ of the objective. */
  readonly discount: number;
}

/** What is subtracted from Y_t: V(s_t), or one number for each trajectory. */
export type Minus = { readonly values: Values } | { readonly numbers: TrajectoryNumbers };

/**
 * Writes V(s_k) of every step, and of the state after each trajectory's last step. Equal functions are called once for
 * all recursions. @param values [steps] @param ends [n], meaningless where the trajectory terminated
 */
export type Values = (batch: TrajectoryBatch, point: Point, values: Float64Array, ends: Float64Array) => void;

/** Writes a number of each trajectory. @param returns R_i from the start. # [n] @param out [n] */
export type TrajectoryNumbers = (
  batch: TrajectoryBatch,
  point: Point,
  returns: Float64Array,
  out: Float64Array,
) => void;
