import type { VarianceParts } from "./decomposition.ts";
import type { Rounding } from "./rounding.ts";

/**
 * Moments of one trajectory's estimate X, from which those of any batch follow. Where the mean return of the
 * others (or of all) is subtracted, X is the estimate with the constant baseline m = E[Y_0] in its place.
 */
export interface TrajectoryMoments {
  /** E[X]. # [P] */
  readonly mean: Float64Array;
  /** E[‖X‖²]. */
  readonly square: number;
  /** E[‖E[X | s_0]‖²]. */
  readonly startSquare: number;
  readonly parts: VarianceParts;
  readonly rounding: Rounding;
  /** The moments of the one number X·u, u = E[X]/‖E[X]‖, where they are known. */
  readonly along?: TrajectoryMoments;
  /** Present where the trajectories of a batch meet. */
  readonly returns?: ReturnMoments;
}

/** Moments of the return Y_0, with mean m, and of the sum of scores C. */
export interface ReturnMoments {
  /** Var(Y_0). */
  readonly variance: number;
  /** E[‖C‖²]. */
  readonly scoreSquare: number;
  /** E[Y_0 C]. # [P] */
  readonly withScore: Float64Array;
  /** E[(Y_0 − m) X·C] and E[(Y_0 − m)² ‖C‖²], where a trajectory's own return is among those subtracted. */
  readonly own?: { readonly product: number; readonly square: number };
}
